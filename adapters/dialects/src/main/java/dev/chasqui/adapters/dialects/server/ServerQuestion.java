package dev.chasqui.adapters.dialects.server;

import dev.chasqui.domain.json.Json;

import java.time.Duration;
import java.util.Optional;

/**
 * A question that a server itself answers, without a model.
 *
 * @param path below the server's base address
 * @param body what is posted; empty for a GET
 * @param limit how long each phase of it may take; empty for the limit of all such questions
 */
public record ServerQuestion(String path, Optional<Json> body, Optional<Duration> limit) {

    public static ServerQuestion get(String path) {
        return new ServerQuestion(path, Optional.empty(), Optional.empty());
    }

    public static ServerQuestion post(String path, Json body) {
        return new ServerQuestion(path, Optional.of(body), Optional.empty());
    }

    /** This one with a limit of its own. */
    public ServerQuestion within(Duration time) {
        return new ServerQuestion(path, body, Optional.of(time));
    }
}
