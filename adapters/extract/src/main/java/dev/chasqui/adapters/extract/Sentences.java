package dev.chasqui.adapters.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A splitter of prose into sentences, in one pass.
 *
 * <p>A sentence ends at {@code . ! ?} before white space and a capital, a digit or a bracket, and
 * at the equivalent signs of Chinese and Japanese. It does not end after an initial or an
 * abbreviation, within a number, an address or the name of a file, or after the number of a day, as
 * in {@code am 31. Dezember}.
 */
final class Sentences {
    /**
     * The longest sentence in characters. A longer one is cut at a space, so that an answer stays
     * readable.
     */
    private static final int LONGEST = 600;

    /** The mark of a place at which a long sentence was cut. */
    private static final String CUT = " …";

    private static final Set<String> ABBREVIATIONS =
            Set.of(
                    "mr", "mrs", "ms", "dr", "prof", "sr", "jr", "st", "no", "nr", "vs", "etc",
                    "e.g", "i.e", "z.b", "d.h", "u.a", "bzw", "ca", "cf", "vgl", "fig", "abb", "al",
                    "approx", "aprox", "dept", "est", "inc", "ltd", "co", "corp", "p.ej", "ej",
                    "sra", "dra", "art", "vol", "pp", "p", "s", "ed", "eds", "usw", "str", "abs",
                    "ziff", "inkl", "zzgl", "evtl", "ggf", "max", "min", "tel", "núm", "pág", "av");

    private static final Set<String> BEFORE_ORDINALS =
            Set.of(
                    "am", "im", "zum", "vom", "bis", "ab", "seit", "beim", "der", "den", "dem",
                    "des", "das", "die", "jeden", "nr");

    private static final Set<String> MONTHS =
            Set.of(
                    "januar",
                    "jänner",
                    "februar",
                    "märz",
                    "april",
                    "mai",
                    "juni",
                    "juli",
                    "august",
                    "september",
                    "oktober",
                    "november",
                    "dezember");

    private final String text;
    private final List<String> sentences = new ArrayList<>();

    private Sentences(String text) {
        this.text = text;
    }

    /** Returns the sentences of a paragraph, whose lines are joined by spaces. */
    static List<String> of(String paragraph) {
        Sentences splitter = new Sentences(paragraph);
        splitter.split();
        return splitter.sentences;
    }

    private void split() {
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (endsSentence(i, from)) {
                add(text.substring(from, i + 1));
                from = i + 1;
            }
        }
        add(text.substring(from));
    }

    private boolean endsSentence(int i, int from) {
        char c = text.charAt(i);
        if (c == '。' || c == '！' || c == '？') {
            return true;
        }
        boolean closes = ")\"'”’»]*_".indexOf(c) >= 0 && i > from && isEnd(text.charAt(i - 1));
        if ((!isEnd(c) && !closes) || i + 2 >= text.length() || text.charAt(i + 1) != ' ') {
            return false;
        }
        char next = text.charAt(i + 2);
        return !Character.isLowerCase(next)
                && !(c == '.' && (isAbbreviation(i, from) || isOrdinal(i, from)));
    }

    private static boolean isEnd(char c) {
        return c == '.' || c == '!' || c == '?' || c == '…';
    }

    /** Returns true if the word before a full stop is an initial or an abbreviation. */
    private boolean isAbbreviation(int stop, int from) {
        int start = stop;
        while (start > from && stop - start < 8 && isInWord(text.charAt(start - 1))) {
            start--;
        }
        String word = text.substring(start, stop);
        boolean initial = word.length() == 1 && Character.isLetter(word.charAt(0));
        return initial || ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT));
    }

    private static boolean isInWord(char c) {
        return Character.isLetter(c) || c == '.';
    }

    /** Returns true if the number before a full stop is that of a day, a floor or a paragraph. */
    private boolean isOrdinal(int stop, int from) {
        int start = stop;
        while (start > from && stop - start < 3 && Character.isDigit(text.charAt(start - 1))) {
            start--;
        }
        if (start == stop || stop - start > 2) {
            return false;
        }
        return MONTHS.contains(wordFrom(stop + 2))
                || BEFORE_ORDINALS.contains(wordBefore(start - 1, from));
    }

    private String wordFrom(int from) {
        int end = from;
        while (end < text.length() && end - from < 12 && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return text.substring(from, end).toLowerCase(Locale.ROOT);
    }

    private String wordBefore(int end, int from) {
        int start = Math.max(from, end);
        while (start > from && end - start < 12 && Character.isLetter(text.charAt(start - 1))) {
            start--;
        }
        return text.substring(start, Math.max(start, end)).toLowerCase(Locale.ROOT);
    }

    private void add(String sentence) {
        String whole = sentence.strip();
        int from = 0;
        while (whole.length() - from > LONGEST) {
            int most = from + LONGEST - CUT.length();
            int space = whole.lastIndexOf(' ', most);
            int cut = space > from ? space : most;
            if (Character.isHighSurrogate(whole.charAt(cut - 1))) {
                cut--;
            }
            sentences.add(whole.substring(from, cut).strip() + CUT);
            from = cut;
        }
        String rest = whole.substring(from).strip();
        if (!rest.isEmpty()) {
            sentences.add(rest);
        }
    }
}
