package dev.chasqui.domain.json.reading;

import java.nio.charset.StandardCharsets;

/**
 * The names of members that a reader looks for. It knows one that stands in a text without making a
 * string of it. Immutable.
 */
public final class JsonNames {
    /** What is found for any other name; no reader looks for a member without a name. */
    public static final String OTHER = "";

    private final String[] names;
    private final byte[][] spelled;

    private JsonNames(int slots) {
        names = new String[slots];
        spelled = new byte[slots][];
    }

    /**
     * These names, to be known again by their bytes.
     *
     * @param names in ASCII
     */
    public static JsonNames of(String... names) {
        // At most a quarter is full, so that a search ends soon.
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

    /** The name that stands in a text, or {@link #OTHER}. */
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

    /** The name that was spelled with escapes, or {@link #OTHER}. */
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
