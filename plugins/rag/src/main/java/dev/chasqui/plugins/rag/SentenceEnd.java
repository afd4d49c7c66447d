package dev.chasqui.plugins.rag;

import java.text.BreakIterator;
import java.util.Locale;

/** Cuts a text at the end of a sentence, line or word. */
final class SentenceEnd {
    private static final String ELLIPSIS = " …";

    private SentenceEnd() {}

    /**
     * Returns the beginning of a text with an ellipsis after it. It ends with the last sentence or
     * line that ends in the second half of the room, else with a word, else with a whole character.
     *
     * @param length the most characters, the ellipsis included
     */
    static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int most = Math.max(0, length - ELLIPSIS.length());
        int end =
                Math.max(
                        lastBreak(BreakIterator.getSentenceInstance(Locale.ROOT), text, most),
                        text.lastIndexOf('\n', most));
        if (end < most / 2) {
            end = lastBreak(BreakIterator.getWordInstance(Locale.ROOT), text, most);
        }
        if (end < most / 2) {
            end = lastBreak(BreakIterator.getCharacterInstance(Locale.ROOT), text, most);
        }
        return text.substring(0, end).stripTrailing() + ELLIPSIS;
    }

    private static int lastBreak(BreakIterator breaks, String text, int most) {
        breaks.setText(text);
        return breaks.isBoundary(most) ? most : Math.max(0, breaks.preceding(most));
    }
}
