package dev.chasqui.application.port.registry;

import dev.chasqui.application.port.Backend;

/**
 * A backend that an administrator has drained. Another server under the same name is not.
 *
 * @param name the name of the backend
 * @param url its address
 */
public record DrainedServer(String name, String url) {

    /** Returns a backend as one to drain. */
    public static DrainedServer of(Backend backend) {
        return new DrainedServer(backend.name(), backend.address());
    }
}
