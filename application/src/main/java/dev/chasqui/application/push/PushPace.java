package dev.chasqui.application.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The rule that says when a report is due: at first, when a state has changed, and at a regular
 * pace; after a failed push a little later again. Times are in nanoseconds as those of {@link
 * System#nanoTime()}. Not safe for use by several threads.
 */
final class PushPace {
    /** The longest time after which a failed push is repeated. */
    private static final Duration REPEAT = Duration.ofSeconds(10);

    private final long every;

    /** The states of the last report that was taken; empty if none was. */
    private Optional<Map<String, String>> told = Optional.empty();

    private long lastTry;
    private boolean tried;
    private boolean failed;

    /**
     * @param every the time between two reports without a change
     */
    PushPace(Duration every) {
        this.every = every.toNanos();
    }

    /** Returns true if a report is due. */
    boolean isDue(Map<String, String> states, long now) {
        if (!tried) {
            return true;
        }
        if (failed) {
            return now - lastTry >= Math.min(every, REPEAT.toNanos());
        }
        return now - lastTry >= every || !told.equals(Optional.of(states));
    }

    /** Returns the names of the backends whose states are not those of the last report. */
    List<String> changed(Map<String, String> states) {
        Map<String, String> before = told.orElse(Map.of());
        TreeSet<String> names = new TreeSet<>(states.keySet());
        names.addAll(before.keySet());
        List<String> changed = new ArrayList<>();
        for (String name : names) {
            if (!Optional.ofNullable(states.get(name))
                    .equals(Optional.ofNullable(before.get(name)))) {
                changed.add(name);
            }
        }
        return changed;
    }

    /**
     * Notes that a report was taken.
     *
     * @return true if the push before had failed
     */
    boolean taken(Map<String, String> states, long now) {
        boolean before = failed;
        told = Optional.of(states);
        note(now, false);
        return before;
    }

    /**
     * Notes that a report was not taken.
     *
     * @return true if the push before had not failed
     */
    boolean notTaken(long now) {
        boolean before = failed;
        note(now, true);
        return !before;
    }

    private void note(long now, boolean fails) {
        tried = true;
        failed = fails;
        lastTry = now;
    }
}
