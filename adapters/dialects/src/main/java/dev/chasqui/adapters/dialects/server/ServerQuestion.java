package dev.chasqui.adapters.dialects.server;

import dev.chasqui.domain.json.Json;

import java.time.Duration;
import java.util.Optional;

/**
 * A question that a server answers without a model. Immutable.
 *
 * @param path the path below the server's base address
 * @param body the body of a POST; empty for a GET
 * @param limit the longest time of each phase; empty for the usual limit of such questions
 */
public record ServerQuestion(String path, Optional<Json> body, Optional<Duration> limit) {

    /** Returns a GET with the usual limit. */
    public static ServerQuestion get(String path) {
        return new ServerQuestion(path, Optional.empty(), Optional.empty());
    }

    /** Returns a POST with the usual limit. */
    public static ServerQuestion post(String path, Json body) {
        return new ServerQuestion(path, Optional.of(body), Optional.empty());
    }

    /** Returns this question with a limit of its own. */
    public ServerQuestion within(Duration time) {
        return new ServerQuestion(path, body, Optional.of(time));
    }
}
