package dev.chasqui.domain.route;

import dev.chasqui.domain.json.Json;

/** An answer in JSON with its HTTP status. */
public record RouteReply(int status, Json body) {

    public RouteReply {
        if (status < 200 || status > 299) {
            throw new IllegalArgumentException(
                    "status: " + status + " (expected: one of success; failures are thrown)");
        }
    }

    /** What was asked for. */
    public static RouteReply ok(Json body) {
        return new RouteReply(200, body);
    }

    /** What was made. */
    public static RouteReply created(Json body) {
        return new RouteReply(201, body);
    }
}
