package dev.chasqui.adapters.http;

import dev.chasqui.application.ledger.MemoryAudit;
import dev.chasqui.application.models.BackendState;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.registry.ServerEntry;
import dev.chasqui.application.port.registry.ServerInspector;
import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.application.registry.MemoryServers;
import dev.chasqui.application.registry.RunningServers;
import dev.chasqui.application.registry.ServerRegistry;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A registry without servers, which takes every address as it is. */
final class TestRegistry implements ServerInspector, RunningServers {

    ServerRegistry registry() {
        return new ServerRegistry(
                new MemoryServers(), this, this, new MemoryAudit(), InstantSource.system());
    }

    @Override
    public String admit(String url) {
        return url;
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
