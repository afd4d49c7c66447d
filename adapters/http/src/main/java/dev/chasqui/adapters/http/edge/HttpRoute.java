package dev.chasqui.adapters.http.edge;

import io.helidon.http.Method;

import java.util.OptionalLong;

/**
 * A method of a path, and what it does.
 *
 * @param path a pattern of Helidon's
 * @param told whether the listeners are told of it
 * @param mostBody the largest body in bytes that is read, where it is not the server's
 */
public record HttpRoute(
        Method method,
        String path,
        Access access,
        Surface surface,
        boolean told,
        OptionalLong mostBody,
        Endpoint endpoint) {

    public HttpRoute(
            Method method,
            String path,
            Access access,
            Surface surface,
            boolean told,
            Endpoint endpoint) {
        this(method, path, access, surface, told, OptionalLong.empty(), endpoint);
    }
}
