package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.BackendTimeouts;
import dev.chasqui.adapters.dialects.server.ServerDialects;
import dev.chasqui.adapters.processes.SpawnedModels;
import dev.chasqui.adapters.upstream.BackendEndpoint;
import dev.chasqui.adapters.upstream.HttpBackend;
import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.application.pool.PoolBackend;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.domain.model.Zone;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The connector of the servers that the pool starts: each is a backend of this machine.
 *
 * @param timeouts returns the present timeouts of the pool
 */
record PooledServers(ServerDialects dialects, String instanceId, Supplier<BackendTimeouts> timeouts)
        implements SpawnedModels.Connector {

    @Override
    public Backend connect(String model, int port, String key) {
        return new HttpBackend(
                new BackendEndpoint(
                        PoolBackend.NAME + "/" + model,
                        Optional.of(dialects.get("openai")),
                        BaseUrl.parse("http://127.0.0.1:" + port),
                        Optional.of(new ServerKey(key)),
                        Optional.of(Zone.RESTRICTED),
                        Endpoints.timeouts(timeouts.get())),
                dialects,
                instanceId);
    }
}
