package dev.chasqui.adapters.embed;

import java.util.Arrays;

/**
 * The tokens of a text, possibly cut to a maximum number.
 *
 * @param ids the ids of the tokens that are kept, including {@code [CLS]} at the beginning and
 *     {@code [SEP]} at the end; the array is not copied and must not be changed
 * @param count the number of tokens of the whole text, including these two
 */
record Tokens(int[] ids, int count) {

    /** Returns true if the text has more tokens than the maximum, so that some are missing here. */
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
