package dev.chasqui.adapters.http.connection;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

import java.util.Optional;

/** The checks of a request head that Helidon leaves out. */
public final class HeadChecks {
    private HeadChecks() {}

    /**
     * Checks that the end of the request is defined.
     *
     * @throws FailureException with {@code Invalid} if an HTTP/1.0 request has {@code
     *     Transfer-Encoding}, which that version does not have
     */
    public static void checkFraming(RequestLine line, Headers headers) {
        if (line.http10() && headers.contains(HeaderNames.TRANSFER_ENCODING)) {
            throw invalid("Transfer-Encoding is no header of HTTP/1.0 (expected: Content-Length)");
        }
    }

    /**
     * Returns the requested host with its port, if any; empty if an HTTP/1.0 request does not name
     * it.
     *
     * @throws FailureException with {@code Invalid} if there are several Host headers, or a
     *     malformed one, or none in HTTP/1.1
     */
    public static Optional<String> host(RequestLine line, Headers headers) {
        if (!headers.contains(HeaderNames.HOST)) {
            if (line.http10()) {
                return line.authority();
            }
            throw invalid("the header Host is missing (expected: exactly one)");
        }
        Header host = headers.get(HeaderNames.HOST);
        if (host.valueCount() != 1 || !Authority.isWellFormed(host.get())) {
            throw invalid(
                    "the header Host is malformed or there are several (expected: one, with a name"
                            + " or address and perhaps a port)");
        }
        return line.authority().or(() -> Optional.of(host.get()));
    }

    private static FailureException invalid(String message) {
        return new FailureException(new Failure.Invalid(Optional.empty(), message));
    }
}
