package dev.chasqui.domain.json.reading;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The member names seen so far in the open objects of a text, to find a name that is given twice.
 *
 * <p>Most objects are small: a name is compared with each other name of its object by its hash. If
 * an object has many names, or one with escapes, its names are kept as strings in a set, so that no
 * choice of names makes the search slow. Used by one thread.
 */
final class MemberNames {
    private static final int FEW = 16;

    /** The number of ints for one name: its hash, its beginning, its end. */
    private static final int ENTRY = 3;

    /**
     * The open objects, innermost last: for each the base of the object around it, then its names.
     */
    private int[] stack = new int[64];

    private int top;

    /** The index of the first name of the innermost object. */
    private int base;

    private final Map<Integer, Set<String>> large = new HashMap<>();

    /** The number of names in the sets, all together. */
    private int inLarge;

    /** Forgets all names. */
    void clear() {
        top = 0;
        base = 0;
        large.clear();
        inLarge = 0;
    }

    /** Begins an object. */
    void open() {
        makeRoom();
        stack[top++] = base;
        base = top;
    }

    /** Ends the innermost object. */
    void close() {
        if (!large.isEmpty()) {
            Set<String> gone = large.remove(base);
            inLarge -= gone == null ? 0 : gone.size();
        }
        top = base - 1;
        base = stack[top];
    }

    /** Adds a name without escapes to the innermost object; returns false if the object has it. */
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

    /** Adds a name to the innermost object, whose names are in a set from now on. */
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
            throw MalformedJson.tooManyValues();
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
