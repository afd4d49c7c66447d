package dev.chasqui.adapters.prometheus;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The set of values that a label may take, bounded in number. Safe for use by several threads.
 *
 * <p>Once the set is full, further values stay unknown for as long as the process lives. A few more
 * than the bound may enter if several threads add the last ones at the same time.
 */
final class KnownValues {
    /** The label of a value that is not known. */
    static final String UNKNOWN = "";

    private final int most;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    KnownValues(int most) {
        this.most = most;
    }

    /** Adds a value if there is room. */
    void learn(String value) {
        if (!known.contains(value) && known.size() < most) {
            known.add(value);
        }
    }

    /** Returns the value, or {@link #UNKNOWN} if it is not known. */
    String label(String value) {
        return known.contains(value) ? value : UNKNOWN;
    }
}
