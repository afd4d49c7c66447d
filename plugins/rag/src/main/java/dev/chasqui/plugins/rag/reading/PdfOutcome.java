package dev.chasqui.plugins.rag.reading;

import java.io.IOException;
import java.util.Arrays;

/** The outcome of reading a PDF. The process that reads it sends the constant's name. */
enum PdfOutcome {
    DONE(""),
    BROKEN("cannot be read as PDF; it is damaged or no PDF"),
    ENCRYPTED("cannot be read as PDF; it is encrypted: save it without a password"),
    SCANNED(
            "cannot be read as PDF; it holds no text, perhaps scanned pages: recognising text in"
                    + " images (OCR) is not supported, run one first"),
    TOO_LARGE("cannot be read as PDF; its text is too large: split it");

    private final String meaning;

    PdfOutcome(String meaning) {
        this.meaning = meaning;
    }

    /** Returns the message for the file's owner. */
    String meaning() {
        return meaning;
    }

    /**
     * Returns the outcome of this name.
     *
     * @throws IOException if no outcome has this name
     */
    static PdfOutcome of(String name) throws IOException {
        return Arrays.stream(values())
                .filter(outcome -> outcome.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IOException(
                                        "the process that reads PDFs sent an unknown outcome"));
    }
}
