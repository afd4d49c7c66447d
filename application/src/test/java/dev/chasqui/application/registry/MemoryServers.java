package dev.chasqui.application.registry;

import dev.chasqui.application.port.registry.RegisteredServers;
import dev.chasqui.application.port.registry.ServerStore;

/** A store of registered servers in memory, which forgets them at its end. */
final class MemoryServers implements ServerStore {
    private volatile RegisteredServers present = RegisteredServers.NONE;

    @Override
    public RegisteredServers present() {
        return present;
    }

    @Override
    public void save(RegisteredServers next) {
        present = next;
    }
}
