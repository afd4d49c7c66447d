package dev.chasqui.adapters.http.connection;

import java.util.OptionalLong;

/**
 * The limits on the resources that clients may take.
 *
 * @param body the most bytes of a request's body (default 32 MiB); a larger one is answered with
 *     413
 * @param bodyMemory the most bytes of memory of all bodies together (default: a quarter of the
 *     heap, or more if one of the largest bodies needs more, see {@link BodyMemory}); a body that
 *     does not fit waits a while, then it is answered with 503
 * @param headers the most bytes of a request's headers (default 64 KiB)
 * @param connections the most connections at a time (default 1000); on further ones only probes are
 *     answered, and other requests get 503
 */
public record ServerLimits(int body, OptionalLong bodyMemory, int headers, int connections) {
    /** The default limits. */
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

    /** Returns these limits with another {@code body}. */
    public ServerLimits withBody(int body) {
        return new ServerLimits(body, bodyMemory, headers, connections);
    }

    /** Returns these limits with another {@code bodyMemory}. */
    public ServerLimits withBodyMemory(long bodyMemory) {
        return new ServerLimits(body, OptionalLong.of(bodyMemory), headers, connections);
    }

    /** Returns these limits with another {@code connections}. */
    public ServerLimits withConnections(int connections) {
        return new ServerLimits(body, bodyMemory, headers, connections);
    }
}
