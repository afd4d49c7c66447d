package dev.chasqui.plugins.rag.retrieval;

import dev.chasqui.plugins.rag.library.Passage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The gate for questions that are not about the documents, such as greetings: no passage is near to
 * the question, and none has enough of its words. Names, codes and words of languages that the
 * model does not know pass by their words.
 */
final class Gate {
    private static final Pattern CODE = Pattern.compile("[\\p{L}\\p{N}]{1,16}[-/.][\\p{N}]{1,16}");

    /** The fewest letters of a word that tells something. */
    private static final int TELLING = 4;

    /** The letters that a word and its other forms have in common. */
    private static final int ROOT = 5;

    /** The share of the telling words that a passage must have. */
    private static final double ENOUGH = 0.5;

    /** The fewest letters of a word that tells something even alone. */
    private static final int RARE = 8;

    /** The passages that are looked at, best first. */
    private static final int LOOKED_AT = 10;

    /** The words of four letters and more that every kind of text has. */
    private static final Set<String> COMMON =
            Set.of(
                    "about", "also", "been", "both", "could", "does", "doing", "done", "each",
                    "even", "ever", "every", "from", "give", "good", "have", "hello", "help",
                    "here", "into", "just", "know", "like", "make", "many", "more", "most", "much",
                    "need", "only", "other", "over", "please", "same", "should", "some", "such",
                    "tell", "than", "thank", "thanks", "that", "them", "then", "there", "these",
                    "they", "thing", "things", "think", "this", "those", "today", "very", "want",
                    "well", "were", "what", "when", "where", "which", "while", "will", "with",
                    "would", "write", "your", "yours", "dann", "dass", "dein", "deine", "dich",
                    "diese", "dieser", "eine", "einem", "einen", "einer", "etwas", "gibt", "guten",
                    "habe", "haben", "hallo", "heute", "ihre", "immer", "kann", "kannst", "können",
                    "machen", "mein", "mich", "nicht", "noch", "oder", "sein", "sich", "sind",
                    "über", "viel", "viele", "warum", "wenn", "werden", "wird", "bitte", "danke",
                    "como", "cómo", "cuál", "donde", "este", "esta", "hola", "para", "pero",
                    "porque", "puede", "tiene", "todo", "avec", "bonjour", "cette", "comment",
                    "dans", "elle", "être", "fait", "leur", "mais", "merci", "nous", "pour", "quel",
                    "quelle", "sont", "tous", "tout", "vous");

    private enum Match {
        NONE,
        WEAK,
        STRONG
    }

    private Gate() {}

    /**
     * Returns true if the question is about the documents.
     *
     * @param cosine the cosine of the nearest passage
     * @param least the cosine that is enough
     * @param withoutWords the cosine that is needed in addition if no passage has a telling word
     * @param byWords the passages that have words of the question, best first
     */
    static boolean passes(
            String question,
            double cosine,
            double least,
            double withoutWords,
            List<Passage> byWords) {
        return switch (match(question, byWords)) {
            case STRONG -> true;
            case WEAK -> cosine >= least;
            case NONE -> cosine >= least + withoutWords;
        };
    }

    private static Match match(String question, List<Passage> byWords) {
        Match best = Match.NONE;
        Set<String> asked = new HashSet<>();
        boolean known = false;
        for (String word : words(question)) {
            boolean code = Words.hasDigit(word);
            if (code || (word.length() >= TELLING && !COMMON.contains(word))) {
                asked.add(code ? word : root(word));
                known |= !code && word.length() >= RARE;
            }
        }
        for (Passage passage : byWords.subList(0, Math.min(LOOKED_AT, byWords.size()))) {
            Set<String> there = new HashSet<>();
            for (String word : words(passage.document() + "\n" + passage.quoted())) {
                there.add(Words.hasDigit(word) ? word : root(word));
            }
            List<String> matched = asked.stream().filter(there::contains).toList();
            boolean code =
                    matched.stream()
                            .anyMatch(word -> word.length() >= TELLING && Words.hasDigit(word));
            boolean alone = asked.size() == 1 && matched.size() == 1 && known;
            boolean several = matched.size() >= 2 && matched.size() >= ENOUGH * asked.size();
            if (code || alone || several) {
                return Match.STRONG;
            }
            best = matched.isEmpty() ? best : Match.WEAK;
        }
        return best;
    }

    /** Returns the words of a text, and the codes in it, such as {@code e-4711}, as one each. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>(Words.of(text));
        CODE.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .forEach(words::add);
        return words;
    }

    private static String root(String word) {
        return word.length() <= ROOT ? word : word.substring(0, ROOT);
    }
}
