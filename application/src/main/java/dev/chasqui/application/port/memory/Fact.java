package dev.chasqui.application.port.memory;

import dev.chasqui.domain.json.Json;

import java.time.Instant;
import java.util.List;

/**
 * A fact that a user asked the server to remember.
 *
 * @param number its number among the facts of its owner, from 1
 * @param at the time when it was told
 * @param text the user's words
 * @param vector the embedding of the text; empty if there was none. Its numbers must not be changed
 */
public record Fact(long number, Instant at, String text, List<Float> vector) {
    /** The most characters of a fact. */
    public static final int LONGEST = 1_000;

    /** The most facts of an owner. */
    public static final int MOST = 200;

    public Fact {
        vector = List.copyOf(vector);
    }

    /** Returns the fact as an export shows it. */
    public Json.Obj json() {
        return Json.Obj.EMPTY
                .with("number", Json.of(number))
                .with("at", Json.of(at.toString()))
                .with("text", Json.of(text));
    }
}
