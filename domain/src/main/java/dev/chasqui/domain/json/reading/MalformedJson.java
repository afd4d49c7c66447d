package dev.chasqui.domain.json.reading;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.Optional;

/** The refusals of texts that are not the JSON that we read; they say why, and where. */
public final class MalformedJson {
    private MalformedJson() {}

    /** A text that is wrong as a whole. */
    public static FailureException because(String why) {
        return new FailureException(
                new Failure.Invalid(Optional.empty(), "the body is not valid JSON: " + why));
    }

    /**
     * A text that is wrong at one place.
     *
     * @param from where the text begins in its buffer
     * @param at the place in the buffer
     */
    static FailureException at(byte[] text, int from, int at, String why) {
        int line = 1;
        int lineStart = from;
        for (int i = from; i < at; i++) {
            if (text[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        int column = at - lineStart + 1;
        return because(why + " (line " + line + ", column " + column + ")");
    }

    /** A text that has more values than are kept. */
    public static FailureException tooMany() {
        return new FailureException(
                new Failure.Invalid(
                        Optional.empty(),
                        "the body has too many messages, members or values (expected: at most "
                                + JsonReader.MOST_VALUES
                                + ")"));
    }

    /** A text that passes a bound of {@link JsonScanner}. */
    static FailureException tooMuch() {
        return because(
                "it is nested deeper than "
                        + JsonReader.MAX_DEPTH
                        + " levels, or a number or a name is too long");
    }
}
