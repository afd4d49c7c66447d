package dev.chasqui.plugins.rag.retrieval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of a text: runs of letters and digits, in lower case. */
final class Words {
    private Words() {}

    /** Returns the words of a text, in order and with repetitions. */
    static List<String> of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        int start = -1;
        int at = 0;
        while (at < lower.length()) {
            int letter = lower.codePointAt(at);
            if (isPart(letter)) {
                start = start < 0 ? at : start;
            } else if (start >= 0) {
                words.add(lower.substring(start, at));
                start = -1;
            }
            at += Character.charCount(letter);
        }
        if (start >= 0) {
            words.add(lower.substring(start));
        }
        return words;
    }

    /** Returns true if a word has a digit, as numbers and codes do. */
    static boolean hasDigit(String word) {
        return word.codePoints().anyMatch(Character::isDigit);
    }

    private static boolean isPart(int letter) {
        return Character.isLetterOrDigit(letter)
                || Character.getType(letter) == Character.NON_SPACING_MARK
                || Character.getType(letter) == Character.COMBINING_SPACING_MARK;
    }
}
