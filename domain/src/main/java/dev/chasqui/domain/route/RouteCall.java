package dev.chasqui.domain.route;

import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.json.Json;

import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** One request for a {@link WebRoute}. Used by one thread. */
public interface RouteCall {

    Caller caller();

    /**
     * The value of a segment in braces of the route's path, decoded.
     *
     * @throws IllegalArgumentException if the path has no such segment
     */
    String segment(String name);

    /** The first value of a parameter of the query, decoded. */
    Optional<String> query(String name);

    /** What the client says the body is; empty if it does not. */
    Optional<String> contentType();

    /**
     * How many bytes the client says the body has; empty if it does not, as with chunks or a packed
     * body.
     */
    OptionalLong length();

    /**
     * The body as it comes, unpacked, to be read once. Reading throws {@link
     * dev.chasqui.domain.failure.FailureException} with {@code TooLarge} if it is larger than the
     * route takes, with {@code Invalid} if it is malformed, with {@code Cancelled} if the client
     * left in the middle. The server does not count what is kept of it.
     */
    InputStream body();

    /**
     * The body as JSON, instead of {@link #body()}.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is no object,
     *     with {@code Overloaded} if the bodies of others take too much memory
     */
    Json.Obj json();

    /** Given up when the client leaves. */
    Cancellation cancellation();
}
