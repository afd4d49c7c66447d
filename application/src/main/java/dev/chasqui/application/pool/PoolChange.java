package dev.chasqui.application.pool;

import java.util.ArrayList;
import java.util.List;

/**
 * The difference between a pool's models before and after a change.
 *
 * @param added those that are new
 * @param renewed those that are started by another recipe from now on
 * @param adjusted those of which only such changed as their server need not be started anew for
 * @param removed those that are no more
 */
public record PoolChange(
        List<String> added, List<String> renewed, List<String> adjusted, List<String> removed) {
    public PoolChange {
        added = List.copyOf(added);
        renewed = List.copyOf(renewed);
        adjusted = List.copyOf(adjusted);
        removed = List.copyOf(removed);
    }

    /** Whether all models are as they were. */
    public boolean isNothing() {
        return added.isEmpty() && renewed.isEmpty() && adjusted.isEmpty() && removed.isEmpty();
    }

    /** Such as {@code models of the pool: a is new; b has another recipe}. */
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
