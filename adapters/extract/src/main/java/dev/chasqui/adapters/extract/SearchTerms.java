package dev.chasqui.adapters.extract;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Splits text into the terms that are compared: runs of letters and digits in lower case, whatever
 * the language. Scripts without spaces between words give pairs of neighbouring signs instead.
 */
final class Words {
    private static final Set<Character.UnicodeScript> UNSPACED =
            EnumSet.of(
                    Character.UnicodeScript.HAN,
                    Character.UnicodeScript.HIRAGANA,
                    Character.UnicodeScript.KATAKANA,
                    Character.UnicodeScript.THAI);

    private Words() {}

    /** The terms of a text, stop words left out. */
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

    /** Letters, digits and marks; surrogates count, since a word is compared as a whole. */
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

    /** Without the s of a plural: enough for keys to find a key, in several languages. */
    private static String stem(String word) {
        boolean plural = word.length() > 3 && word.endsWith("s") && !word.endsWith("ss");
        return plural ? word.substring(0, word.length() - 1) : word;
    }
}
