package dev.chasqui.plugins.rag.reading;

import java.util.Arrays;
import java.util.Optional;

/** How the process that reads a PDF ends, said by its exit code, since its output is text alone. */
enum PdfExit {
    DONE(0, ""),
    BROKEN(10, "cannot be read as PDF; it is damaged or no PDF at all"),
    ENCRYPTED(11, "cannot be read as PDF; it is encrypted: save it without a password"),
    SCANNED(
            12,
            "cannot be read as PDF; it holds no text, perhaps scanned pages: recognising text in"
                    + " images (OCR) is not supported, run one first"),
    TOO_LARGE(13, "cannot be read as PDF; its text is too large: split it");

    private final int code;
    private final String meaning;

    PdfExit(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    /** What to tell the file's owner. */
    String meaning() {
        return meaning;
    }

    /** The end of this code; empty for a crash. */
    static Optional<PdfExit> of(int code) {
        return Arrays.stream(values()).filter(exit -> exit.code == code).findFirst();
    }
}
