package dev.chasqui.domain.route;

import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.json.Json;

import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** One request to a {@link WebRoute}. Used by one thread. */
public interface RouteCall {

    /** Returns the caller, whose right to use the route was checked. */
    Caller caller();

    /**
     * Returns true if the caller's grants include a collection of documents; the server has checked
     * the one in a path such as {@code /agents/NAME/collections/COLLECTION} already.
     */
    boolean mayUseCollection(String name);

    /**
     * Returns the value of a segment in braces of the route's path, decoded.
     *
     * @throws IllegalArgumentException if the path has no such segment
     */
    String segment(String name);

    /** Returns the first value of a query parameter, decoded; empty if the query has none. */
    Optional<String> query(String name);

    /** Returns the content type of the body; empty if the client sent none. */
    Optional<String> contentType();

    /**
     * Returns the length of the body in bytes; empty if the client did not declare it, as for a
     * chunked or compressed body.
     */
    OptionalLong length();

    /**
     * Returns the decompressed body as a stream, which can be read once. The server reserves no
     * memory for the bytes that the route keeps. Reading throws {@link
     * dev.chasqui.domain.failure.FailureException} with {@code TooLarge} if the body is larger than
     * the route takes, with {@code Invalid} if it is malformed, and with {@code Cancelled} if the
     * client has left.
     */
    InputStream body();

    /**
     * Reads the body as a JSON object; an alternative to {@link #body()}.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is no object,
     *     with {@code Overloaded} if the bodies of other requests take too much memory
     */
    Json.Obj json();

    /** Returns the cancellation, which is cancelled when the client leaves. */
    Cancellation cancellation();
}
