package dev.chasqui.domain.json.reading;

import java.nio.charset.StandardCharsets;

/**
 * A set of member names that a reader looks for. It finds a name in a text without making a string
 * of it, by a hash table with open addressing. Immutable.
 */
public final class JsonNames {
    /** The result for any other name; no reader looks for a member with an empty name. */
    public static final String OTHER = "";

    private final String[] names;
    private final byte[][] spelled;

    private JsonNames(int slots) {
        names = new String[slots];
        spelled = new byte[slots][];
    }

    /**
     * Makes a set of names.
     *
     * @param names the names, in ASCII
     */
    public static JsonNames of(String... names) {
        // At most a quarter of the slots is full, so that a search ends soon.
        JsonNames known = new JsonNames(Integer.highestOneBit(names.length) * 8);
        for (String name : names) {
            byte[] spelled = name.getBytes(StandardCharsets.US_ASCII);
            int slot = known.slot(hash(spelled, 0, spelled.length));
            while (known.spelled[slot] != null) {
                slot = known.slot(slot + 1);
            }
            known.names[slot] = name;
            known.spelled[slot] = spelled;
        }
        return known;
    }

    /** Returns the name that stands in a part of a text, or {@link #OTHER}. */
    String find(byte[] text, int from, int to, int hash) {
        int slot = slot(hash);
        while (spelled[slot] != null) {
            if (is(spelled[slot], text, from, to)) {
                return names[slot];
            }
            slot = slot(slot + 1);
        }
        return OTHER;
    }

    /** Returns a name that was spelled with escapes, or {@link #OTHER}. */
    String find(String name) {
        byte[] spelled = name.getBytes(StandardCharsets.UTF_8);
        return find(spelled, 0, spelled.length, hash(spelled, 0, spelled.length));
    }

    private static boolean is(byte[] name, byte[] text, int from, int to) {
        if (name.length != to - from) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (name[i] != text[from + i]) {
                return false;
            }
        }
        return true;
    }

    private int slot(int hash) {
        return hash & (names.length - 1);
    }

    static int hash(byte[] text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text[i];
        }
        return hash;
    }
}
