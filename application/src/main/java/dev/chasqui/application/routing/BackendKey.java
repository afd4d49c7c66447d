package dev.chasqui.application.routing;

import dev.chasqui.application.port.Backend;

/**
 * The identity of a backend across changes of the config: its name and its address, and not its key
 * or its timeouts.
 */
record BackendKey(String name, String address) {
    static BackendKey of(Backend backend) {
        return new BackendKey(backend.name(), backend.address());
    }
}
