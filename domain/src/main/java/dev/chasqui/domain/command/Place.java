package dev.chasqui.domain.command;

import dev.chasqui.domain.binding.Quoting;

/**
 * The place of a part of a command in the text that a person wrote, for messages.
 *
 * <p>All places are equal, so that two commands that say the same are equal wherever they stand.
 */
public final class Place {
    /** The place of what nobody wrote, such as a command that code makes. */
    public static final Place NOWHERE = new Place("", -1, "");

    private static final String MARK = "▸";

    /** The most characters of the text that a message shows on either side of a place. */
    private static final int AROUND = 24;

    private final CharSequence text;
    private final int at;
    private final String within;

    private Place(CharSequence text, int at, String within) {
        this.text = text;
        this.at = at;
        this.within = within;
    }

    /**
     * Makes the place of a character.
     *
     * @param text the whole text that holds it
     * @param at its index; the text's length for the end
     * @param within the thing whose columns are counted, such as {@code entry 2 of agents}; empty
     *     for a message
     */
    static Place of(CharSequence text, int at, String within) {
        return new Place(text, at, within);
    }

    /**
     * Returns the end of a message about this place, such as {@code , at column 8, marked ▸ in
     * '/rag(k=▸x) Why?'}; empty for {@link #NOWHERE}. It is one short line without control
     * characters. Columns count code points, from 1.
     */
    public String inMessage() {
        if (at < 0) {
            return "";
        }
        int from = whole(Math.max(0, at - AROUND));
        int to = whole(Math.min(text.length(), at + AROUND));
        return ", at column "
                + (Character.codePointCount(text, 0, at) + 1)
                + (within.isEmpty() ? "" : " of " + within)
                + ", marked "
                + MARK
                + " in '"
                + (from > 0 ? "…" : "")
                + Quoting.oneLine(text.subSequence(from, at).toString())
                + MARK
                + Quoting.oneLine(text.subSequence(at, to).toString())
                + (to < text.length() ? "…" : "")
                + "'";
    }

    /** Returns an index at or just after this one that parts no pair of surrogates. */
    private int whole(int index) {
        boolean parts =
                index > 0
                        && index < text.length()
                        && Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index));
        return parts ? index + 1 : index;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Place;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return at < 0 ? "nowhere" : "offset " + at;
    }
}
