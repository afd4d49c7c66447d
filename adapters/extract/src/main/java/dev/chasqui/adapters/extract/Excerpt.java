package dev.chasqui.adapters.extract;

/**
 * The smallest piece of a passage that is quoted as a whole: a sentence, an item of a list, a row
 * of a table, a line of code.
 *
 * @param text the text, without the marks of headings and items
 * @param level the level of a heading, 0 to 6; 0 for everything else
 * @param paragraph the number of its paragraph, list, table or block of code in the passage
 * @param lead the index of the excerpt that must be read before it: the head of its table, or the
 *     sentence that leads to its list; -1 if there is none
 */
record Excerpt(Kind kind, String text, int level, int paragraph, int lead) {
    /** The kinds of excerpts. */
    enum Kind {
        SENTENCE,
        ITEM,
        /** A line such as {@code Subject: holidays}, among others of its kind. */
        FIELD,
        HEADING,
        /** The head of a table, with the line below it. */
        TABLE_HEAD,
        ROW,
        CODE
    }
}
