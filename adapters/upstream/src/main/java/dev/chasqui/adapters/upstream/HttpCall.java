package dev.chasqui.adapters.upstream;

import dev.chasqui.domain.json.Json;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A request to a server.
 *
 * @param path below the server's base address
 * @param body JSON; empty for none
 * @param hops the servers of our kind that the request has been through before us
 * @param brief whether a limit counts for a phase in all rather than for each wait in it
 */
record HttpCall(
        String method,
        String path,
        byte[] body,
        List<String> hops,
        Timeouts timeouts,
        boolean brief) {
    private static final byte[] NOTHING = new byte[0];

    /** How long a question may take that needs no model. */
    private static final Timeouts BRIEF =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5));

    /** A request that a model answers. */
    static HttpCall chat(String path, byte[] body, List<String> hops, Timeouts timeouts) {
        return new HttpCall("POST", path, body, hops, timeouts, false);
    }

    /** A question that the server itself answers. */
    static HttpCall get(String path) {
        return new HttpCall("GET", path, NOTHING, List.of(), BRIEF, true);
    }

    /** This one with another limit for each phase. */
    HttpCall within(Duration limit) {
        return new HttpCall(method, path, body, hops, new Timeouts(limit, limit, limit), brief);
    }

    /** A question that the server itself answers. */
    static HttpCall post(String path, Json body) {
        return new HttpCall(
                "POST",
                path,
                body.toString().getBytes(StandardCharsets.UTF_8),
                List.of(),
                BRIEF,
                true);
    }
}
