package dev.chasqui.adapters.prometheus;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The values that a label may take, bounded in number. Safe for use by several threads.
 *
 * <p>Once there are as many as it may hold, further ones stay unknown for good; a few more may slip
 * in when several threads bring the last ones at the same time.
 */
final class KnownValues {
    /** Stands for a value that is not known. */
    static final String UNKNOWN = "";

    private final int most;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    KnownValues(int most) {
        this.most = most;
    }

    /** Makes a value known, while there is room. */
    void learn(String value) {
        if (!known.contains(value) && known.size() < most) {
            known.add(value);
        }
    }

    /** The value itself, or {@link #UNKNOWN}. */
    String label(String value) {
        return known.contains(value) ? value : UNKNOWN;
    }
}
