package dev.chasqui.adapters.extract;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A splitter of text into the terms that are compared: runs of letters and digits in lower case, in
 * any language. A script without spaces between words yields pairs of neighbouring characters
 * instead.
 */
final class SearchTerms {
    private static final Set<Character.UnicodeScript> UNSPACED =
            EnumSet.of(
                    Character.UnicodeScript.HAN,
                    Character.UnicodeScript.HIRAGANA,
                    Character.UnicodeScript.KATAKANA,
                    Character.UnicodeScript.THAI);

    private SearchTerms() {}

    /** Returns the terms of a text without stop words. */
    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        String folded = text.toLowerCase(Locale.ROOT);
        int from = -1;
        for (int i = 0; i <= folded.length(); i++) {
            boolean inside = i < folded.length() && isPart(folded.charAt(i));
            if (inside && from < 0) {
                from = i;
            } else if (!inside && from >= 0) {
                add(folded.substring(from, i), words);
                from = -1;
            }
        }
        return words;
    }

    /**
     * Returns true for letters, digits, combining marks and surrogates; a word is compared as a
     * whole, so surrogates need no pairing.
     */
    private static boolean isPart(char c) {
        return Character.isLetterOrDigit(c)
                || Character.getType(c) == Character.NON_SPACING_MARK
                || Character.isSurrogate(c);
    }

    private static void add(String word, List<String> words) {
        if (isUnspaced(word)) {
            for (int i = 0; i + 1 < word.length(); i++) {
                words.add(word.substring(i, i + 2));
            }
        } else if (!StopWords.contains(word)) {
            words.add(stem(word));
        }
    }

    private static boolean isUnspaced(String word) {
        return UNSPACED.contains(Character.UnicodeScript.of(word.codePointAt(0)));
    }

    /**
     * Removes the {@code s} of a plural, so that {@code keys} matches {@code key}; this suffices in
     * several languages.
     */
    private static String stem(String word) {
        boolean plural = word.length() > 3 && word.endsWith("s") && !word.endsWith("ss");
        return plural ? word.substring(0, word.length() - 1) : word;
    }
}
