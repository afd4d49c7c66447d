package dev.chasqui.readers;

/** The kinds of files that the process reads. The plug-in knows the constants by their names. */
public enum Kind {
    PDF,
    DOCX,
    PPTX,
    XLSX,
    ODT,
    ODS,
    ODP,
    EPUB,
    RTF,
    /** A file of Word before 2007. */
    DOC,
    /** A file of Excel before 2007. */
    XLS,
    /** A file of PowerPoint before 2007. */
    PPT,
    /** One e-mail. */
    EML,
    /** A mailbox: e-mails one after another. */
    MBOX
}
