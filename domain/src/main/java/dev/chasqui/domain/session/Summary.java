package dev.chasqui.domain.session;

import java.time.Instant;

/**
 * A summary of the first turns of a session, made by a model.
 *
 * @param text what it says
 * @param model the model that wrote it
 * @param at the time when it was written
 * @param upTo the number of the last turn that it covers; at least 1
 */
public record Summary(String text, String model, Instant at, long upTo) {
    public Summary {
        if (upTo < 1) {
            throw new IllegalArgumentException("upTo: " + upTo + " (expected: at least 1)");
        }
    }
}
