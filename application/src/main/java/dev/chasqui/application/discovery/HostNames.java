package dev.chasqui.application.discovery;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The addresses of names of hosts, which are looked up again and again while they are needed. A
 * look-up without a result does not take away what was known. Times are in nanoseconds since any
 * moment. Not safe for use by several threads.
 */
final class HostNames {
    /** The time between two look-ups of a name. */
    static final Duration PAUSE = Duration.ofSeconds(30);

    private final Map<String, Set<InetAddress>> known = new HashMap<>();
    private Set<String> needed = Set.of();
    private long due = Sightings.NEVER;
    private Set<String> asked = Set.of();

    /** Changes which names are needed; new ones are due at once. */
    void need(Set<String> names, long now) {
        needed = names;
        known.keySet().retainAll(names);
        due = isComplete() ? (names.isEmpty() ? Sightings.NEVER : Math.min(due, after(now))) : now;
    }

    private static long after(long now) {
        return now + PAUSE.toNanos();
    }

    private boolean isComplete() {
        return known.keySet().containsAll(needed);
    }

    /** Returns what is known; a name without addresses was looked up in vain. */
    Map<String, Set<InetAddress>> known() {
        return Map.copyOf(known);
    }

    /** Returns the time at which names are to be looked up. */
    long nextDue() {
        return asked.isEmpty() ? due : Sightings.NEVER;
    }

    /** Returns the names to look up now; they count as asked for until {@link #found}. */
    Set<String> ask() {
        asked = needed;
        return asked;
    }

    /**
     * Ends the look-up.
     *
     * @param addresses the addresses of names that were asked for; others have none now
     */
    void found(Map<String, Set<InetAddress>> addresses, long now) {
        for (String name : asked) {
            Set<InetAddress> all = addresses.getOrDefault(name, Set.of());
            if (needed.contains(name) && !(all.isEmpty() && known.containsKey(name))) {
                known.put(name, all);
            }
        }
        asked = Set.of();
        due = needed.isEmpty() ? Sightings.NEVER : isComplete() ? after(now) : now;
    }
}
