package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.ModelsConfig;
import dev.chasqui.adapters.config.ServerConfig;
import dev.chasqui.adapters.http.connection.ServerLimits;
import dev.chasqui.adapters.http.connection.ServerTimeouts;
import dev.chasqui.adapters.http.edge.HeaderAliases;
import dev.chasqui.adapters.http.edge.ServerSettings;
import dev.chasqui.domain.network.IpNetwork;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** The conversion of the config to the settings of the HTTP adapter. */
final class EdgeSettings {
    private EdgeSettings() {}

    /**
     * Returns the settings of the listener.
     *
     * @param files the limit of the process's open connections
     * @param instanceId the id of this run of the server
     */
    static ServerSettings of(Config config, OpenFiles files, String instanceId) {
        ServerConfig server = config.server();
        return new ServerSettings(
                server.host(),
                server.port(),
                server.ollamaPort().map(OptionalInt::of).orElseGet(OptionalInt::empty),
                server.open(),
                server.showLoading(),
                config.models().truncate() == ModelsConfig.Truncate.MIDDLE,
                ServerTimeouts.DEFAULT
                        .withHoldHeaders(server.holdHeaders())
                        .withShowProgress(server.showProgress())
                        .withRead(server.readTimeout())
                        .withWrite(server.writeTimeout()),
                limits(server)
                        .withConnections(
                                files.clients(
                                        server.maxConnections(),
                                        server.ollamaPort().isPresent() ? 2 : 1)),
                Set.copyOf(server.allowedHosts()),
                Set.copyOf(server.allowedOrigins()),
                server.headerAliases().contains(ServerConfig.HeaderAlias.NEXUS)
                        ? HeaderAliases.NEXUS
                        : HeaderAliases.NONE,
                server.trustedProxies().stream()
                        .map(IpNetwork::parse)
                        .flatMap(Optional::stream)
                        .collect(Collectors.toSet()),
                instanceId);
    }

    private static ServerLimits limits(ServerConfig server) {
        ServerLimits limits =
                ServerLimits.DEFAULT.withBody(Math.toIntExact(server.maxBody().bytes()));
        return server.bodyMemory()
                .map(memory -> limits.withBodyMemory(memory.bytes()))
                .orElse(limits);
    }
}
