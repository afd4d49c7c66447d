package dev.chasqui.adapters.http.form;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A scanner of a form for the field {@code model}. It receives the bytes piece by piece and keeps
 * only those of the field. Used by one thread at a time.
 *
 * <p>The scanner is a state machine over single bytes; the bytes of other fields are skipped up to
 * the next carriage return. The delimiter begins with a carriage return, which no boundary
 * contains. So if a match of the delimiter fails, the next match can begin only at the present
 * byte, and the scanner never has to look back.
 */
final class FormScanner {
    /** The maximum size of the headers of one part, in bytes. */
    private static final int MOST_HEADERS = 8 * 1024;

    /** The maximum length of a model's name, in bytes. */
    private static final int LONGEST_NAME = 1024;

    private static final String FIELD = "model";

    private final byte[] delimiter;
    private State state = State.DATA;

    /** The number of the delimiter's bytes that have matched so far. */
    private int matched;

    /** True until the first delimiter; no bytes may precede it. */
    private boolean atStart = true;

    /** True while the bytes behind the headers of a part may be the rest of a delimiter. */
    private boolean atHeaders;

    /** The number of bytes received so far. */
    private long count;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int headerBytes;
    private PartHead head = new PartHead();

    /** The value of the present part if it is the field {@code model}; null in other parts. */
    private @Nullable ByteArrayOutputStream value;

    private @Nullable ModelField model;

    private enum State {
        /** Within the value of a part. */
        DATA,
        /** After a delimiter. */
        DELIMITER,
        /** After a delimiter and one hyphen. */
        HYPHEN,
        /** After a delimiter, and blanks or a carriage return. */
        DELIMITER_LINE,
        /** Within the headers of a part. */
        HEADERS,
        /** Within the headers, after a carriage return. */
        HEADER_END,
        /** After the last delimiter. */
        END
    }

    /**
     * The field {@code model} of a form.
     *
     * @param name the name of the model
     * @param from the position of its first byte in the form
     * @param to the position after its last byte
     */
    record ModelField(String name, long from, long to) {}

    /**
     * @param delimiter the delimiter, see {@link FormBoundary#delimiter}
     */
    FormScanner(byte[] delimiter) {
        this.delimiter = delimiter;
        // The first delimiter lacks the line end, so its two bytes count as matched.
        this.matched = 2;
    }

    /**
     * Scans the next bytes.
     *
     * @throws FailureException with {@code Invalid} if the form is malformed or names two models
     */
    void take(byte[] bytes, int offset, int length) {
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (state == State.DATA && matched == 0 && value == null) {
                int from = i;
                while (i < end && bytes[i] != delimiter[0]) {
                    i++;
                }
                count += i - from;
            }
            if (i < end) {
                take(bytes[i]);
                count++;
            }
        }
    }

    /** Returns the field {@code model}; empty if it has not been read to its end. */
    Optional<ModelField> model() {
        return Optional.ofNullable(model);
    }

    /**
     * Checks that the form is complete.
     *
     * @throws FailureException with {@code Invalid} if its last boundary is missing
     */
    void finish() {
        if (state != State.END) {
            throw malformed("it ends before its last boundary");
        }
    }

    private void take(byte next) {
        switch (state) {
            case DATA -> data(next);
            case DELIMITER -> {
                if (next == '-') {
                    state = State.HYPHEN;
                } else {
                    state = State.DELIMITER_LINE;
                    delimiterLine(next);
                }
            }
            case HYPHEN -> {
                require(next == '-', "a boundary is followed by other characters");
                state = State.END;
            }
            case DELIMITER_LINE -> delimiterLine(next);
            case HEADERS -> {
                if (next == '\r') {
                    state = State.HEADER_END;
                } else {
                    require(next != '\n' && next != 0, "a header contains a bare line feed or NUL");
                    require(++headerBytes <= MOST_HEADERS, "the headers of a part are too long");
                    line.write(next);
                }
            }
            case HEADER_END -> {
                require(next == '\n', "a header contains a bare carriage return");
                headerLine();
            }
            case END -> {
                // Bytes after the last delimiter have no meaning.
            }
        }
    }

    /** Scans a byte between the delimiter and the headers: blanks, then a line end. */
    private void delimiterLine(byte next) {
        // The counter is 1 after the carriage return, so a line feed is due.
        if (matched == 1) {
            require(next == '\n', "a boundary is followed by other characters");
            matched = 0;
            headerBytes = 0;
            head = new PartHead();
            state = State.HEADERS;
        } else if (next == '\r') {
            matched = 1;
        } else {
            require(next == ' ' || next == '\t', "a boundary is followed by other characters");
        }
    }

    private void headerLine() {
        if (line.size() > 0) {
            head.add(line.toString(StandardCharsets.UTF_8));
            line.reset();
            state = State.HEADERS;
            return;
        }
        if (head.isField(FIELD)) {
            require(model == null, "it contains the field 'model' twice");
            value = new ByteArrayOutputStream();
        }
        // To some readers the line end of the headers may begin a delimiter.
        matched = 2;
        atHeaders = true;
        state = State.DATA;
    }

    private void data(byte next) {
        ByteArrayOutputStream name = value;
        if (name != null) {
            require(
                    name.size() < LONGEST_NAME + delimiter.length,
                    "the field 'model' is longer than " + LONGEST_NAME + " bytes");
            name.write(next);
        }
        if (next == delimiter[matched]) {
            matched++;
        } else {
            require(!atStart, "it does not begin with the boundary of its Content-Type");
            matched = next == delimiter[0] ? 1 : 0;
            atHeaders = false;
        }
        if (matched == delimiter.length) {
            require(!atHeaders, "the headers of a part are followed by a boundary at once");
            endPart();
        }
    }

    private void endPart() {
        ByteArrayOutputStream name = value;
        if (name != null) {
            byte[] bytes = name.toByteArray();
            int length = bytes.length - delimiter.length;
            long to = count + 1 - delimiter.length;
            model = new ModelField(text(bytes, length), to - length, to);
            value = null;
        }
        atStart = false;
        matched = 0;
        state = State.DELIMITER;
    }

    private static String text(byte[] bytes, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FailureException(
                    new Failure.Invalid(FIELD, "model: no valid UTF-8 (expected: a model's name)"),
                    e);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw malformed(otherwise);
        }
    }

    /** Returns the failure of a malformed form. */
    static FailureException malformed(String why) {
        return new FailureException(
                new Failure.Invalid(Optional.empty(), "the form is malformed: " + why));
    }
}
