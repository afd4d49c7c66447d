package dev.chasqui.domain.json.reading;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The names that the open objects of a text have so far, to find one that is given twice.
 *
 * <p>Most objects are small: a name is compared with each of its fellows by its hash. The names of
 * an object that has many, or one with escapes, are kept as strings in a set, which no choice of
 * names makes slow. Used by one thread.
 */
final class MemberNames {
    private static final int FEW = 16;

    /** The ints of one name: its hash, where it begins, where it ends. */
    private static final int ENTRY = 3;

    /** By object, innermost last: the base of the object around it, then its names. */
    private int[] stack = new int[64];

    private int top;

    /** Where the names of the innermost object begin. */
    private int base;

    private final Map<Integer, Set<String>> large = new HashMap<>();

    /** How many names those have, all together. */
    private int inLarge;

    /** Forgets all. */
    void clear() {
        top = 0;
        base = 0;
        large.clear();
        inLarge = 0;
    }

    /** An object begins. */
    void open() {
        makeRoom();
        stack[top++] = base;
        base = top;
    }

    /** The innermost object ends. */
    void close() {
        if (!large.isEmpty()) {
            Set<String> gone = large.remove(base);
            inLarge -= gone == null ? 0 : gone.size();
        }
        top = base - 1;
        base = stack[top];
    }

    /** Adds a name without escapes to the innermost object; false if it has it already. */
    boolean add(byte[] text, int from, int to, int hash) {
        if (top - base == FEW * ENTRY || (!large.isEmpty() && large.containsKey(base))) {
            return add(text, JsonStrings.plain(text, from, to));
        }
        for (int i = base; i < top; i += ENTRY) {
            if (stack[i] == hash
                    && Arrays.equals(text, stack[i + 1], stack[i + 2], text, from, to)) {
                return false;
            }
        }
        makeRoom();
        stack[top++] = hash;
        stack[top++] = from;
        stack[top++] = to;
        return true;
    }

    /** Adds a name to the innermost object, whose names are strings from now on. */
    boolean add(byte[] text, String name) {
        Set<String> names = large.get(base);
        if (names == null) {
            names = strings(text);
            inLarge += names.size();
            large.put(base, names);
        }
        if (!names.add(name)) {
            return false;
        }
        if (++inLarge > JsonReader.MOST_VALUES) {
            throw MalformedJson.tooMany();
        }
        return true;
    }

    private Set<String> strings(byte[] text) {
        Set<String> names = new HashSet<>();
        for (int i = base; i < top; i += ENTRY) {
            names.add(JsonStrings.plain(text, stack[i + 1], stack[i + 2]));
        }
        return names;
    }

    private void makeRoom() {
        if (top + ENTRY > stack.length) {
            stack = Arrays.copyOf(stack, 2 * stack.length);
        }
    }
}
