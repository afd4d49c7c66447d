package dev.chasqui.adapters.http.edge;

import io.helidon.http.Method;

import java.util.OptionalLong;

/**
 * A method and a path with their handler and demands.
 *
 * @param path a path pattern of Helidon
 * @param recorded true if the listeners are notified of its exchanges
 * @param mostBody the largest body in bytes that is read; the server's limit if it is empty
 */
public record HttpRoute(
        Method method,
        String path,
        Access access,
        Surface surface,
        boolean recorded,
        OptionalLong mostBody,
        Endpoint endpoint) {

    /** Creates a route with the server's limit for bodies. */
    public HttpRoute(
            Method method,
            String path,
            Access access,
            Surface surface,
            boolean recorded,
            Endpoint endpoint) {
        this(method, path, access, surface, recorded, OptionalLong.empty(), endpoint);
    }
}
