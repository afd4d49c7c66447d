package dev.chasqui.domain.health;

import dev.chasqui.domain.json.Json;

/**
 * The health of one part of the server.
 *
 * @param up true if the part does its work
 * @param details further facts for a person who looks, such as a {@link #REASON}; never content,
 *     keys or paths
 */
public record Health(boolean up, Json.Obj details) {
    /** The name of the detail that says in a text why the part is down. */
    public static final String REASON = "reason";
}
