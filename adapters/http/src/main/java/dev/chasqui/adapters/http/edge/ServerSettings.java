package dev.chasqui.adapters.http.edge;

import dev.chasqui.adapters.http.connection.ServerLimits;
import dev.chasqui.adapters.http.connection.ServerTimeouts;
import dev.chasqui.domain.network.IpNetwork;

import java.util.OptionalInt;
import java.util.Set;

/**
 * Where the server listens and whom it answers.
 *
 * @param host the address that it binds
 * @param port 0 for any that is free
 * @param ollamaPort a second port that serves the same, for clients that expect an Ollama there
 * @param open whether everybody who reaches the host may ask, without a key
 * @param showLoading whether a streaming client sees how far a model's loading is, if neither it
 *     nor its key says anything of that
 * @param allowedHosts what the {@code Host} header may name besides this machine, without port
 * @param allowedOrigins what the {@code Origin} header may say besides local ones, such as {@code
 *     https://chat.example.org}
 * @param trustedProxies the proxies whose word for the address of their client is taken
 * @param instanceId what marks requests that have been through this server
 */
public record ServerSettings(
        String host,
        int port,
        OptionalInt ollamaPort,
        boolean open,
        boolean showLoading,
        ServerTimeouts timeouts,
        ServerLimits limits,
        Set<String> allowedHosts,
        Set<String> allowedOrigins,
        Set<IpNetwork> trustedProxies,
        String instanceId) {

    public ServerSettings {
        requirePort("port", port);
        ollamaPort.ifPresent(number -> requirePort("ollamaPort", number));
        allowedHosts = Set.copyOf(allowedHosts);
        allowedOrigins = Set.copyOf(allowedOrigins);
        trustedProxies = Set.copyOf(trustedProxies);
    }

    /** The defaults, on this port of the loopback address. */
    public static ServerSettings onPort(int port, String instanceId) {
        return new ServerSettings(
                "127.0.0.1",
                port,
                OptionalInt.empty(),
                false,
                false,
                ServerTimeouts.DEFAULT,
                ServerLimits.DEFAULT,
                Set.of(),
                Set.of(),
                Set.of(),
                instanceId);
    }

    private static void requirePort(String name, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(name + ": " + port + " (expected: 0 to 65535)");
        }
    }
}
