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
 * A scanner of a form that gets its bytes piece by piece and keeps none of them but the field
 * {@code model}. Used by one thread at a time.
 *
 * <p>The delimiter begins with a carriage return, which no boundary contains; so a search that
 * fails goes on with the present byte, and never has to look back.
 */
final class FormScanner {
    /** The most bytes of the headers of one part. */
    private static final int MOST_HEADERS = 8 * 1024;

    /** The most bytes of a model's name. */
    private static final int LONGEST_NAME = 1024;

    private static final String FIELD = "model";

    private final byte[] delimiter;
    private State state = State.DATA;

    /** The number of the delimiter's bytes that have matched. */
    private int matched;

    /** True until the first delimiter, before which nothing may stand. */
    private boolean atStart = true;

    /** The number of bytes so far. */
    private long count;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int headerBytes;
    private PartHead head = new PartHead();

    /** The bytes of the present part's value if it is the model's name; null in other parts. */
    private @Nullable ByteArrayOutputStream value;

    private @Nullable ModelField model;

    private enum State {
        /** Within the value of a part. */
        DATA,
        /** Behind a delimiter. */
        DELIMITER,
        /** Behind a delimiter and one hyphen. */
        HYPHEN,
        /** Behind a delimiter and a carriage return, or blanks. */
        DELIMITER_LINE,
        /** Within the headers of a part. */
        HEADERS,
        /** Within the headers, behind a carriage return. */
        HEADER_END,
        /** Behind the last delimiter. */
        END
    }

    /**
     * The name of the model in a form.
     *
     * @param name the name
     * @param from the position of its first byte in the form
     * @param to the position behind its last byte
     */
    record ModelField(String name, long from, long to) {}

    /**
     * @param delimiter the delimiter, see {@link FormBoundary#delimiter}
     */
    FormScanner(byte[] delimiter) {
        this.delimiter = delimiter;
        // The first delimiter lacks the line end.
        this.matched = 2;
    }

    /**
     * Takes the next bytes.
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

    /** Returns the field with the model's name; empty if it has not ended yet. */
    Optional<ModelField> model() {
        return Optional.ofNullable(model);
    }

    /**
     * Checks that the form is over.
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
                // Readers of forms ignore the rest.
            }
        }
    }

    /** Takes a byte between the delimiter and the headers: blanks, then a line end. */
    private void delimiterLine(byte next) {
        // The counter of matched bytes tells the line feed apart.
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
        // A part without a value has its line end in common with the delimiter.
        matched = 0;
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
        }
        if (matched == delimiter.length) {
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

    /** Returns the failure for a form that is malformed. */
    static FailureException malformed(String why) {
        return new FailureException(
                new Failure.Invalid(Optional.empty(), "the form is malformed: " + why));
    }
}
