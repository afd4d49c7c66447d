package dev.chasqui.domain.json.reading;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.Optional;

/** The failures for texts that are not valid JSON, with the reason and the place. */
public final class MalformedJson {
    private MalformedJson() {}

    /** Returns the failure for a text that is wrong as a whole. */
    public static FailureException because(String why) {
        return new FailureException(
                new Failure.Invalid(Optional.empty(), "the body is not valid JSON: " + why));
    }

    /**
     * Returns the failure for a text that is wrong at one place.
     *
     * @param from the index of the text's beginning in the buffer
     * @param at the index of the place in the buffer
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

    /** Returns the failure for a text with more values than {@link JsonReader#MOST_VALUES}. */
    public static FailureException tooManyValues() {
        return new FailureException(
                new Failure.Invalid(
                        Optional.empty(),
                        "the body has too many messages, members or values (expected: at most "
                                + JsonReader.MOST_VALUES
                                + ")"));
    }

    /** Returns the failure for a text that exceeds a bound of {@link JsonScanner}. */
    static FailureException limitExceeded() {
        return because(
                "it is nested deeper than "
                        + JsonReader.MAX_DEPTH
                        + " levels, or a number or a name is too long");
    }
}
