package dev.chasqui.adapters.http.edge;

import dev.chasqui.adapters.http.connection.ServerLimits;
import dev.chasqui.adapters.http.connection.ServerTimeouts;
import dev.chasqui.domain.network.IpNetwork;

import java.util.OptionalInt;
import java.util.Set;

/**
 * The settings of the server: its addresses, its clients and its limits.
 *
 * @param host the address that it binds
 * @param port its main port; 0 for any free one
 * @param ollamaPort a second port with the same routes, for clients that expect Ollama's port
 * @param open true if every client that reaches the host may use it without a key
 * @param showLoading true if streaming clients see the progress of a loading model; a key or a
 *     request may say otherwise
 * @param mayShorten true if a conversation that does not fit may be shortened; a request may say
 *     otherwise
 * @param allowedHosts the names that the {@code Host} header may have besides those of this
 *     machine, without port
 * @param allowedOrigins the values that the {@code Origin} header may have besides local ones, such
 *     as {@code https://chat.example.org}
 * @param aliases further names of headers
 * @param trustedProxies the proxies that may state the address of their client
 * @param instanceId the mark of requests that have passed this server
 */
public record ServerSettings(
        String host,
        int port,
        OptionalInt ollamaPort,
        boolean open,
        boolean showLoading,
        boolean mayShorten,
        ServerTimeouts timeouts,
        ServerLimits limits,
        Set<String> allowedHosts,
        Set<String> allowedOrigins,
        HeaderAliases aliases,
        Set<IpNetwork> trustedProxies,
        String instanceId) {

    public ServerSettings {
        requirePort("port", port);
        ollamaPort.ifPresent(number -> requirePort("ollamaPort", number));
        allowedHosts = Set.copyOf(allowedHosts);
        allowedOrigins = Set.copyOf(allowedOrigins);
        trustedProxies = Set.copyOf(trustedProxies);
    }

    /** Returns the default settings for a port of the loopback address. */
    public static ServerSettings onPort(int port, String instanceId) {
        return new ServerSettings(
                "127.0.0.1",
                port,
                OptionalInt.empty(),
                false,
                false,
                false,
                ServerTimeouts.DEFAULT,
                ServerLimits.DEFAULT,
                Set.of(),
                Set.of(),
                HeaderAliases.NONE,
                Set.of(),
                instanceId);
    }

    private static void requirePort(String name, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(name + ": " + port + " (expected: 0 to 65535)");
        }
    }
}
