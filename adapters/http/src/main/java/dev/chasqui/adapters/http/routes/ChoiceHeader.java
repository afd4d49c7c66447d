package dev.chasqui.adapters.http.routes;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

import java.util.Locale;
import java.util.Optional;

/**
 * A header by which a client chooses between two words.
 *
 * @param name the header
 * @param yes the word for true
 * @param no the word for false
 */
record ChoiceHeader(HeaderName name, String yes, String no) {
    /** The header that requests the progress of a loading model in streams. */
    static final ChoiceHeader PROGRESS =
            new ChoiceHeader(HeaderNames.create("X-Chasqui-Progress"), "on", "off");

    /** The header that allows or forbids to shorten a conversation that does not fit. */
    static final ChoiceHeader TRUNCATE =
            new ChoiceHeader(HeaderNames.create("X-Chasqui-Truncate"), "middle", "none");

    /** The header that asks for the continuation of a reply that breaks off. */
    static final ChoiceHeader RESUME =
            new ChoiceHeader(HeaderNames.create("X-Chasqui-Resume"), "1", "0");

    /** The header that asks for a trace of what the agents did. */
    static final ChoiceHeader TRACE =
            new ChoiceHeader(HeaderNames.create("X-Chasqui-Trace"), "1", "0");

    /**
     * Returns the choice; empty if the header is missing.
     *
     * @throws FailureException with {@code Invalid} if the value is neither of the words
     */
    Optional<Boolean> of(Headers headers) {
        return headers.first(name).map(this::flag);
    }

    private boolean flag(String value) {
        String word = value.strip().toLowerCase(Locale.ROOT);
        if (word.equals(yes) || word.equals(no)) {
            return word.equals(yes);
        }
        String header = name.defaultCase();
        throw new FailureException(
                new Failure.Invalid(
                        header, header + ": " + value + " (expected: " + yes + " or " + no + ")"));
    }
}
