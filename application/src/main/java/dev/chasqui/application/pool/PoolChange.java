package dev.chasqui.application.pool;

import java.util.ArrayList;
import java.util.List;

/**
 * The difference between a pool's models before and after a change.
 *
 * @param added the names of the new models
 * @param renewed the names of the models with another recipe
 * @param adjusted the names of the models with other settings, for which no server must be
 *     restarted
 * @param removed the names of the removed models
 */
public record PoolChange(
        List<String> added, List<String> renewed, List<String> adjusted, List<String> removed) {
    public PoolChange {
        added = List.copyOf(added);
        renewed = List.copyOf(renewed);
        adjusted = List.copyOf(adjusted);
        removed = List.copyOf(removed);
    }

    /** Returns true if no model has changed. */
    public boolean isNothing() {
        return added.isEmpty() && renewed.isEmpty() && adjusted.isEmpty() && removed.isEmpty();
    }

    /** Returns the difference in words, such as {@code new: a; with another recipe: b}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        say(parts, "new", added);
        say(parts, "with another recipe", renewed);
        say(parts, "with other settings", adjusted);
        say(parts, "removed", removed);
        return parts.isEmpty() ? "nothing" : String.join("; ", parts);
    }

    private static void say(List<String> parts, String what, List<String> models) {
        if (!models.isEmpty()) {
            parts.add(what + ": " + String.join(", ", models));
        }
    }
}
