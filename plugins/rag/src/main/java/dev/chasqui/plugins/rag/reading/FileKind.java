package dev.chasqui.plugins.rag.reading;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The kind of a file from which a document's text is extracted. Files of the separate kinds are
 * read in a process of their own, whose code knows these constants by their names.
 */
public enum FileKind {
    TEXT("text", "txt text log rst adoc org tex xml", "text/plain text/xml application/xml"),
    MARKDOWN("markdown", "md markdown mdown", "text/markdown"),
    HTML("html", "html htm xhtml", "text/html application/xhtml+xml"),
    CSV("csv", "csv tsv", "text/csv text/tab-separated-values"),
    JSON("json", "json jsonl ndjson", "application/json application/x-ndjson"),
    NOTEBOOK("notebook", "ipynb", "application/x-ipynb+json"),
    SUBTITLES("subtitles", "srt vtt", "application/x-subrip text/vtt"),
    CODE(
            "code",
            "java kt kts scala groovy gradle c h cc cpp cxx hpp cs go rs swift m py rb php pl lua r"
                    + " jl js mjs cjs ts jsx tsx vue sh bash zsh ps1 bat sql css scss less proto"
                    + " yaml yml toml ini cfg conf properties tf hs ml clj ex exs erl dart zig",
            "text/javascript text/css"),
    PDF("pdf", "pdf", "application/pdf"),
    DOCX("docx", "docx docm dotx", office("wordprocessingml.document")),
    PPTX("pptx", "pptx pptm ppsx potx", office("presentationml.presentation")),
    XLSX("xlsx", "xlsx xlsm xltx", office("spreadsheetml.sheet")),
    ODT("odt", "odt ott", "application/vnd.oasis.opendocument.text"),
    ODS("ods", "ods ots", "application/vnd.oasis.opendocument.spreadsheet"),
    ODP("odp", "odp otp", "application/vnd.oasis.opendocument.presentation"),
    EPUB("epub", "epub", "application/epub+zip"),
    RTF("rtf", "rtf", "application/rtf text/rtf"),
    DOC("doc", "doc dot", "application/msword"),
    XLS("xls", "xls xlt", "application/vnd.ms-excel"),
    PPT("ppt", "ppt pps", "application/vnd.ms-powerpoint"),
    EML("eml", "eml", "message/rfc822"),
    MBOX("mbox", "mbox mbx", "application/mbox");

    private final String label;

    /** The endings of file names, between spaces. */
    private final String extensions;

    /** The content types, between spaces. */
    private final String contentTypes;

    FileKind(String label, String extensions, String contentTypes) {
        this.label = label;
        this.extensions = " " + extensions + " ";
        this.contentTypes = " " + contentTypes + " ";
    }

    private static String office(String type) {
        return "application/vnd.openxmlformats-officedocument." + type;
    }

    /** Returns the name of the kind in replies and in the index. */
    public String label() {
        return label;
    }

    /** Returns the name of the kind in messages. */
    String title() {
        return label.toUpperCase(Locale.ROOT);
    }

    /** Returns true if files of this kind are read in a process of their own. */
    boolean isSeparate() {
        return compareTo(PDF) >= 0;
    }

    /** Returns true if files of this kind are ZIP archives. */
    boolean isPacked() {
        return switch (this) {
            case DOCX, PPTX, XLSX, ODT, ODS, ODP, EPUB -> true;
            default -> false;
        };
    }

    /** Returns true if files of this kind are in the container of office files before 2007. */
    boolean isOldOffice() {
        return this == DOC || this == XLS || this == PPT;
    }

    /** Returns true if a file of this kind consists of pages, slides or sheets. */
    boolean hasPages() {
        return switch (this) {
            case PDF, PPTX, XLSX, ODS, ODP, XLS, PPT -> true;
            default -> false;
        };
    }

    /** Returns true if headings and tables of the text are marked as in Markdown. */
    boolean marksHeadings() {
        return switch (this) {
            case TEXT, CODE, SUBTITLES, JSON, PDF -> false;
            default -> true;
        };
    }

    /** Returns the kind that a file name's extension means; empty if it is unknown. */
    public static Optional<FileKind> ofName(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(kind -> kind.extensions.contains(" " + extension + " "))
                .findFirst();
    }

    /**
     * Returns the kind that a content type means; its parameters are ignored. Empty if it is
     * unknown.
     */
    static Optional<FileKind> ofContentType(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(kind -> kind.contentTypes.contains(" " + type + " "))
                .findFirst();
    }
}
