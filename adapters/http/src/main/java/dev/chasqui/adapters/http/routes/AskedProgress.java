package dev.chasqui.adapters.http.routes;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

import java.util.Locale;
import java.util.Optional;

/**
 * The header {@code X-Chasqui-Progress}, by which a client requests the progress of a loading
 * model.
 */
final class AskedProgress {
    static final HeaderName HEADER = HeaderNames.create("X-Chasqui-Progress");

    private AskedProgress() {}

    /**
     * Returns the value of the header; empty if it is missing.
     *
     * @throws FailureException with {@code Invalid} if the value is neither on nor off
     */
    static Optional<Boolean> of(Headers headers) {
        return headers.first(HEADER).map(AskedProgress::flag);
    }

    private static boolean flag(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "on" -> true;
            case "off" -> false;
            default ->
                    throw new FailureException(
                            new Failure.Invalid(
                                    HEADER.defaultCase(),
                                    HEADER.defaultCase()
                                            + ": "
                                            + value
                                            + " (expected: on or off)"));
        };
    }
}
