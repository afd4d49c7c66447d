package dev.chasqui.adapters.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A splitter of text into sentences, in one pass.
 *
 * <p>A sentence ends at {@code . ! ?} before white space and a capital, a digit or a bracket, and
 * at the equivalent signs of Chinese and Japanese. It does not end after an initial or an
 * abbreviation, or within a number. An item of a list, a heading, a row of a table and a line of
 * code are sentences of their own; the lines of a paragraph are one text.
 */
final class Sentences {
    /**
     * The longest sentence in characters. A longer one is cut at a space, so that an answer stays
     * readable.
     */
    private static final int LONGEST = 600;

    private static final Set<String> ABBREVIATIONS =
            Set.of(
                    "mr", "mrs", "ms", "dr", "prof", "sr", "jr", "st", "no", "nr", "vs", "etc",
                    "e.g", "i.e", "z.b", "d.h", "u.a", "bzw", "ca", "cf", "vgl", "fig", "abb", "al",
                    "approx", "dept", "est", "inc", "ltd", "co", "corp", "p.ej", "sra", "dra",
                    "art", "vol", "pp", "p", "s", "ed", "eds", "usw", "str");

    private final List<String> sentences = new ArrayList<>();
    private final StringBuilder paragraph = new StringBuilder();
    private boolean inCode;

    private Sentences() {}

    static List<String> of(String text) {
        Sentences splitter = new Sentences();
        text.lines().forEach(splitter::line);
        splitter.endParagraph();
        return splitter.sentences;
    }

    private void line(String line) {
        String stripped = line.strip();
        if (stripped.startsWith("```") || stripped.startsWith("~~~")) {
            endParagraph();
            inCode = !inCode;
        } else if (inCode) {
            add(stripped);
        } else if (stripped.isEmpty()) {
            endParagraph();
        } else if (stripped.startsWith("#") || stripped.startsWith("|")) {
            endParagraph();
            add(stripped.replaceFirst("^#{1,6}\\s+", ""));
        } else {
            int marker = listMarker(stripped);
            if (marker > 0) {
                endParagraph();
            }
            paragraph.append(paragraph.isEmpty() ? "" : " ").append(stripped.substring(marker));
        }
    }

    /**
     * Returns the length of the marker of a list item, such as {@code - } or {@code 12. }; 0 if
     * there is none.
     */
    private static int listMarker(String line) {
        int at = 0;
        while (at < line.length() && at < 3 && Character.isDigit(line.charAt(at))) {
            at++;
        }
        boolean bullet = at == 0 && "-*+•–".indexOf(line.charAt(0)) >= 0;
        boolean number = at > 0 && at < line.length() && ".)".indexOf(line.charAt(at)) >= 0;
        boolean spaced = at + 1 < line.length() && line.charAt(at + 1) == ' ';
        return (bullet || number) && spaced ? at + 2 : 0;
    }

    private void endParagraph() {
        int from = 0;
        for (int i = 0; i < paragraph.length(); i++) {
            if (endsSentence(i, from)) {
                add(paragraph.substring(from, i + 1));
                from = i + 1;
            }
        }
        add(paragraph.substring(from));
        paragraph.setLength(0);
    }

    private boolean endsSentence(int i, int from) {
        char c = paragraph.charAt(i);
        if (c == '。' || c == '！' || c == '？') {
            return true;
        }
        boolean closes = ")\"'”’»]*_".indexOf(c) >= 0 && i > from && isEnd(paragraph.charAt(i - 1));
        if ((!isEnd(c) && !closes)
                || i + 2 >= paragraph.length()
                || paragraph.charAt(i + 1) != ' ') {
            return false;
        }
        char next = paragraph.charAt(i + 2);
        return !Character.isLowerCase(next) && !(c == '.' && isAbbreviation(i, from));
    }

    private static boolean isEnd(char c) {
        return c == '.' || c == '!' || c == '?' || c == '…';
    }

    /** Returns true if the word before a full stop is an initial or an abbreviation. */
    private boolean isAbbreviation(int stop, int from) {
        int start = stop;
        while (start > from && stop - start < 8 && isInWord(paragraph.charAt(start - 1))) {
            start--;
        }
        String word = paragraph.substring(start, stop);
        boolean initial = word.length() == 1 && Character.isUpperCase(word.charAt(0));
        return initial || ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT));
    }

    private static boolean isInWord(char c) {
        return Character.isLetter(c) || c == '.';
    }

    private void add(String sentence) {
        String text = sentence.strip();
        int from = 0;
        while (text.length() - from > LONGEST) {
            int space = text.lastIndexOf(' ', from + LONGEST);
            int cut = space > from ? space : from + LONGEST;
            if (Character.isHighSurrogate(text.charAt(cut - 1))) {
                cut--;
            }
            sentences.add(text.substring(from, cut).strip());
            from = cut;
        }
        String rest = text.substring(from).strip();
        if (!rest.isEmpty()) {
            sentences.add(rest);
        }
    }
}
