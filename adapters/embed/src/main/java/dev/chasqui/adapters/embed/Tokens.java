package dev.chasqui.adapters.embed;

import java.util.Arrays;

/**
 * A text as the model reads it.
 *
 * @param ids the ids of its tokens, those that mark its beginning and end among them; no more than
 *     were asked for, and not to be changed
 * @param count how many the whole text would have
 */
record Tokens(int[] ids, int count) {

    /** Whether the text has more tokens than were asked for. */
    boolean isCut() {
        return count > ids.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tokens(int[] others, int number)
                && number == count
                && Arrays.equals(others, ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return count + " tokens: " + Arrays.toString(ids);
    }
}
