package dev.chasqui.adapters.http.connection;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

import java.util.Optional;

/** What the protocol wants of a head beyond what Helidon looks at. */
public final class HeadForm {
    private HeadForm() {}

    /**
     * Whether it is clear where the request ends.
     *
     * @throws FailureException with {@code Invalid} if HTTP/1.0 is said to come in chunks, which it
     *     does not have
     */
    public static void checkFraming(RequestLine line, Headers headers) {
        if (line.http10() && headers.contains(HeaderNames.TRANSFER_ENCODING)) {
            throw invalid("Transfer-Encoding is no header of HTTP/1.0 (expected: Content-Length)");
        }
    }

    /**
     * The host that is asked, perhaps with its port; empty where HTTP/1.0 does not say it.
     *
     * @throws FailureException with {@code Invalid} if there is more than one Host, or none or a
     *     malformed one
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
