package dev.chasqui.adapters.http.connection;

import java.util.OptionalLong;

/**
 * How much the server takes.
 *
 * @param body most bytes of a request's body (default 32 MiB); more is answered with 413
 * @param bodyMemory how many bytes of memory all bodies together may take (default: a quarter of
 *     the heap, more if one of the largest takes more, see {@link BodyMemory}); who would need more
 *     waits a while, then is answered with 503
 * @param headers most bytes of a request's headers (default 64 KiB)
 * @param connections most connections at a time (default 1000); on one more only probes are
 *     answered, all else with 503
 */
public record ServerLimits(int body, OptionalLong bodyMemory, int headers, int connections) {
    public static final ServerLimits DEFAULT =
            new ServerLimits(32 << 20, OptionalLong.empty(), 64 << 10, 1_000);

    public ServerLimits {
        requirePositive("maxBody", body);
        requirePositive("maxHeaders", headers);
        requirePositive("maxConnections", connections);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
        }
    }

    public ServerLimits withBody(int body) {
        return new ServerLimits(body, bodyMemory, headers, connections);
    }

    public ServerLimits withBodyMemory(long bodyMemory) {
        return new ServerLimits(body, OptionalLong.of(bodyMemory), headers, connections);
    }

    public ServerLimits withConnections(int connections) {
        return new ServerLimits(body, bodyMemory, headers, connections);
    }
}
