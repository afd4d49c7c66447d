package dev.chasqui.plugins.guard;

import org.jspecify.annotations.Nullable;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The finder of the words and names of a list, as whole words in any case. In scripts without
 * spaces between words, each character counts as a word, so that a name is found anywhere.
 */
final class ListedWords implements Finder {
    /** The most characters between two words of a name. */
    private static final int MOST_GAP = 3;

    /** A word of a text and the index behind it. */
    private record Word(String folded, int end) {}

    /** The entries by their first words, the longest first. */
    private final Map<String, List<List<String>>> entries = new HashMap<>();

    /**
     * @throws IllegalArgumentException if an entry has no letter or digit
     */
    ListedWords(List<String> list) {
        for (String entry : list) {
            List<String> words = words(entry);
            if (words.isEmpty()) {
                throw new IllegalArgumentException(
                        "words: '" + entry + "' (expected: a word or a name)");
            }
            entries.computeIfAbsent(words.getFirst(), first -> new ArrayList<>()).add(words);
        }
        entries.values()
                .forEach(
                        each ->
                                each.sort(
                                        Comparator.comparing(
                                                List::size, Comparator.reverseOrder())));
    }

    private static List<String> words(String entry) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < entry.length()) {
            if (isOfWord(entry.charAt(at))) {
                Word word = wordAt(entry, at);
                words.add(word.folded());
                at = word.end();
            } else {
                at++;
            }
        }
        return words;
    }

    @Override
    public @Nullable Finding find(String text, int from, int at) {
        if (entries.isEmpty() || !isOfWord(text.charAt(at)) || !begins(text, at)) {
            return null;
        }
        Word first = wordAt(text, at);
        for (List<String> entry : entries.getOrDefault(first.folded(), List.of())) {
            int end = endOf(entry, text, first);
            if (end >= 0) {
                return new Finding(Kind.NAME, at, end);
            }
        }
        return null;
    }

    private static int endOf(List<String> entry, String text, Word first) {
        int end = first.end();
        for (String expected : entry.subList(1, entry.size())) {
            int next = end;
            while (next < text.length() && next - end < MOST_GAP && !isOfWord(text.charAt(next))) {
                next++;
            }
            if (next >= text.length() || !isOfWord(text.charAt(next))) {
                return -1;
            }
            Word word = wordAt(text, next);
            if (!word.folded().equals(expected)) {
                return -1;
            }
            end = word.end();
        }
        return end;
    }

    private static boolean begins(String text, int at) {
        return at == 0
                || !isOfWord(text.charAt(at - 1))
                || Chars.isWordByItself(text.charAt(at - 1))
                || Chars.endsEscape(text, at)
                || Chars.isWordByItself(text.charAt(at));
    }

    private static Word wordAt(String text, int at) {
        int end = at + 1;
        if (!Chars.isWordByItself(text.charAt(at))) {
            while (end < text.length()
                    && isOfWord(text.charAt(end))
                    && !Chars.isWordByItself(text.charAt(end))) {
                end++;
            }
        }
        return new Word(fold(text.substring(at, end)), end);
    }

    private static String fold(String word) {
        String plain = word;
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) > 0x7F) {
                plain = Normalizer.normalize(word, Normalizer.Form.NFKC);
                break;
            }
        }
        return plain.toLowerCase(Locale.ROOT);
    }

    private static boolean isOfWord(char c) {
        return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }
}
