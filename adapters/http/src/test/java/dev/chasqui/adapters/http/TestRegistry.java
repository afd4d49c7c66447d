package dev.chasqui.adapters.http;

import dev.chasqui.application.ledger.MemoryAudit;
import dev.chasqui.application.models.BackendState;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.registry.RegisteredServers;
import dev.chasqui.application.port.registry.ServerEntry;
import dev.chasqui.application.port.registry.ServerInspector;
import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.application.port.registry.ServerStore;
import dev.chasqui.application.registry.RunningServers;
import dev.chasqui.application.registry.ServerRegistry;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A registry without servers. */
final class TestRegistry implements ServerStore, ServerInspector, RunningServers {

    ServerRegistry registry() {
        return new ServerRegistry(this, this, this, new MemoryAudit(), InstantSource.system());
    }

    @Override
    public RegisteredServers present() {
        return RegisteredServers.NONE;
    }

    @Override
    public void save(RegisteredServers next) {
        throw new UnsupportedOperationException("no test stores a server");
    }

    @Override
    public String admit(String url) {
        return url;
    }

    @Override
    public List<InetAddress> addresses(String host) {
        return List.of();
    }

    @Override
    public Inspected inspect(String id, String url, Optional<ServerKey> key) {
        return new Inspected("generic", List.of());
    }

    @Override
    public List<ServerEntry> configured() {
        return List.of();
    }

    @Override
    public List<ServerEntry> discovered() {
        return List.of();
    }

    @Override
    public List<Backend> backends() {
        return List.of();
    }

    @Override
    public List<BackendState> states() {
        return List.of();
    }

    @Override
    public void change() {}

    @Override
    public void lookAgain() {}
}
