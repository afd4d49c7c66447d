package dev.chasqui.adapters.http.routes;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

import java.util.Locale;
import java.util.Optional;

/**
 * The header {@code X-Chasqui-Truncate}, by which a client allows or forbids that a conversation
 * that does not fit is shortened.
 */
final class AskedTruncation {
    static final HeaderName HEADER = HeaderNames.create("X-Chasqui-Truncate");

    private AskedTruncation() {}

    /**
     * Returns true if the header allows it; empty if the header is missing.
     *
     * @throws FailureException with {@code Invalid} if the value is neither middle nor none
     */
    static Optional<Boolean> of(Headers headers) {
        return headers.first(HEADER).map(AskedTruncation::flag);
    }

    private static boolean flag(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "middle" -> true;
            case "none" -> false;
            default ->
                    throw new FailureException(
                            new Failure.Invalid(
                                    HEADER.defaultCase(),
                                    HEADER.defaultCase()
                                            + ": "
                                            + value
                                            + " (expected: middle or none)"));
        };
    }
}
