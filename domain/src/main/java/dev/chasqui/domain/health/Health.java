package dev.chasqui.domain.health;

import dev.chasqui.domain.json.Json;

/**
 * How a part of the server is.
 *
 * @param up whether it does its work
 * @param details what a person who looks wants to know besides, such as a {@link #REASON}; never
 *     content, keys or paths
 */
public record Health(boolean up, Json.Obj details) {
    /** The detail that says in a text why it is down. */
    public static final String REASON = "reason";
}
