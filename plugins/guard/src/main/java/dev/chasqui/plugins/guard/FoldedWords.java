package dev.chasqui.plugins.guard;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A text as words to compare: in lower case, without accents and invisible characters, and with
 * letters of other scripts that look like Latin ones as these. Invisible tag characters, which can
 * hide a text, count as the letters that they stand for. Immutable.
 *
 * @param words the words with their places in the text
 * @param plain the folded text with its punctuation, each run of white space as one space
 * @param places the index in the text of each character of {@code plain}
 */
record FoldedWords(List<Word> words, String plain, int[] places) {
    private static final String LOOKALIKES = "аɑαвеεсԁһіιјкκӏмոоοрρѕтυѵνхχуγօցԛԝӀ";
    private static final String LATIN = "aaabeecdhiijkklmnoopp" + "stuvvxxyyogqwl";

    /**
     * One word.
     *
     * @param start the index of its first character in the text
     * @param end the index behind its last character
     */
    record Word(String text, int start, int end) {}

    static FoldedWords of(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        int[] places = new int[text.length() + 1];
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            String folded = point < 0x80 ? ascii(point) : fold(point);
            if (!folded.isEmpty()) {
                char only = folded.charAt(0);
                boolean spaceAgain =
                        only == ' ' && !plain.isEmpty() && plain.charAt(plain.length() - 1) == ' ';
                if (!spaceAgain) {
                    places[plain.length()] = at;
                    plain.append(only);
                }
            }
            at += Character.charCount(point);
        }
        places[plain.length()] = text.length();
        return new FoldedWords(words(plain, places), plain.toString(), places);
    }

    private static List<Word> words(CharSequence plain, int[] places) {
        List<Word> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int start = 0;
        for (int i = 0; i <= plain.length(); i++) {
            char c = i < plain.length() ? plain.charAt(i) : ' ';
            if (Character.isLetterOrDigit(c)) {
                if (word.isEmpty()) {
                    start = i;
                }
                word.append(c);
            } else if (c != '\'' && !word.isEmpty()) {
                words.add(new Word(word.toString(), places[start], places[i - 1] + 1));
                word.setLength(0);
            }
        }
        return List.copyOf(words);
    }

    private static String ascii(int point) {
        return Character.toString(
                Character.isWhitespace(point) ? ' ' : Character.toLowerCase(point));
    }

    /** Returns the one character that a character counts as; empty for none. */
    private static String fold(int point) {
        if (point >= 0xE0020 && point <= 0xE007E) {
            return ascii(point - 0xE0000);
        }
        if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
            return " ";
        }
        int type = Character.getType(point);
        if (type == Character.FORMAT || type == Character.NON_SPACING_MARK) {
            return "";
        }
        if (point == 0x2019) {
            return "'";
        }
        String base =
                Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKD)
                        .toLowerCase(Locale.ROOT);
        if (base.isEmpty()) {
            return "";
        }
        char first = base.charAt(0);
        int lookalike = LOOKALIKES.indexOf(first);
        return lookalike >= 0 ? LATIN.substring(lookalike, lookalike + 1) : base.substring(0, 1);
    }
}
