package dev.chasqui.plugins.rag;

import java.text.BreakIterator;
import java.util.Locale;

/** Cuts text where it hurts least. */
final class SentenceEnd {
    private static final String MORE = " …";

    private SentenceEnd() {}

    /**
     * The beginning of a text, to the end of a sentence or line where there is one in its second
     * half, else of a word, with a sign that there is more.
     *
     * @param length how many characters at most, the sign included
     */
    static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int most = Math.max(0, length - MORE.length());
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
        return text.substring(0, end).stripTrailing() + MORE;
    }

    private static int lastBreak(BreakIterator breaks, String text, int most) {
        breaks.setText(text);
        return breaks.isBoundary(most) ? most : Math.max(0, breaks.preceding(most));
    }
}
