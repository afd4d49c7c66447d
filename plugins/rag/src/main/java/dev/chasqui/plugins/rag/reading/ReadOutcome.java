package dev.chasqui.plugins.rag.reading;

import java.io.IOException;
import java.util.Arrays;

/** The outcome of reading a file. The process that reads it sends the constant's name. */
enum ReadOutcome {
    DONE(""),
    BROKEN("it is damaged or of another kind: open and save it again"),
    ENCRYPTED("it is encrypted: save it without a password"),
    NO_TEXT(
            "it holds no text, perhaps scanned pages: recognising text in images (OCR) is not"
                    + " supported, run one first"),
    TOO_LARGE("its text is too large: split it"),
    BOMB("it unpacks to more than 512 MiB: split it"),
    UNKNOWN("it is an archive or a file of an unknown program: add the files in it one by one");

    private final String meaning;

    ReadOutcome(String meaning) {
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
    static ReadOutcome of(String name) throws IOException {
        return Arrays.stream(values())
                .filter(outcome -> outcome.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IOException("the process that reads files sent an unknown name"));
    }
}
