package dev.chasqui.plugins.rag.reading;

import java.io.IOException;
import java.util.Arrays;

/** What became of a PDF; the process that reads it says it by its name. */
enum PdfOutcome {
    DONE(""),
    BROKEN("cannot be read as PDF; it is damaged or no PDF at all"),
    ENCRYPTED("cannot be read as PDF; it is encrypted: save it without a password"),
    SCANNED(
            "cannot be read as PDF; it holds no text, perhaps scanned pages: recognising text in"
                    + " images (OCR) is not supported, run one first"),
    TOO_LARGE("cannot be read as PDF; its text is too large: split it");

    private final String meaning;

    PdfOutcome(String meaning) {
        this.meaning = meaning;
    }

    /** What to tell the file's owner. */
    String meaning() {
        return meaning;
    }

    /**
     * The outcome of this name.
     *
     * @throws IOException if there is none
     */
    static PdfOutcome of(String name) throws IOException {
        return Arrays.stream(values())
                .filter(outcome -> outcome.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException("no outcome of a PDF is called so"));
    }
}
