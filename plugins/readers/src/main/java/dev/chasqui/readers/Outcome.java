package dev.chasqui.readers;

/** The outcome of reading a file. The plug-in knows the constants by their names. */
public enum Outcome {
    /** The text follows. */
    DONE,
    /** The file is damaged, or of another kind than its beginning says. */
    BROKEN,
    /** The file can be opened with a password alone. */
    ENCRYPTED,
    /** The file holds no text. */
    NO_TEXT,
    /** The text is longer than a document may be. */
    TOO_LARGE,
    /** The file unpacks to far more than a document needs. */
    BOMB,
    /** The file is an archive or an old office file that is none of the known kinds. */
    UNKNOWN
}
