package dev.chasqui.adapters.http;

import io.helidon.http.Method;

/**
 * A method of a path, and what it does.
 *
 * @param path a pattern of Helidon's
 * @param told whether the listeners are told of it
 */
record Route(
        Method method,
        String path,
        Access access,
        Surface surface,
        boolean told,
        Endpoint endpoint) {}
