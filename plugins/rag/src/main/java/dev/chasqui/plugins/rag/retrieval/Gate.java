package dev.chasqui.plugins.rag.retrieval;

import dev.chasqui.plugins.rag.library.Passage;

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
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:-[\\p{N}]+)?");

    /** The fewest letters of a word that tells something. */
    private static final int TELLING = 4;

    /** The letters that a word and its other forms have in common. */
    private static final int ROOT = 5;

    /** The share of the telling words that a passage must have. */
    private static final double ENOUGH = 0.6;

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
                    "dans", "elle", "être", "fait", "leur", "mais", "merci", "nous", "pour",
                    "quel", "quelle", "sont", "tous", "tout", "vous");

    private Gate() {}

    /**
     * Returns true if the question is about the documents.
     *
     * @param cosine the cosine of the nearest passage
     * @param least the cosine that is enough
     * @param byWords the passages that have words of the question, best first
     */
    static boolean passes(String question, double cosine, double least, List<Passage> byWords) {
        return cosine >= least || isMatched(question, byWords);
    }

    private static boolean isMatched(String question, List<Passage> byWords) {
        Set<String> asked = new HashSet<>();
        boolean hasCode = false;
        for (String word : words(question)) {
            boolean code = word.chars().anyMatch(Character::isDigit);
            if (code || word.length() >= TELLING && !COMMON.contains(word)) {
                hasCode |= code && word.length() >= TELLING;
                asked.add(root(word));
            }
        }
        if (asked.isEmpty()) {
            return false;
        }
        for (Passage passage : byWords.subList(0, Math.min(LOOKED_AT, byWords.size()))) {
            Set<String> there = new HashSet<>();
            words(passage.document() + "\n" + passage.quoted()).forEach(each -> there.add(root(each)));
            long matched = asked.stream().filter(there::contains).count();
            boolean code =
                    hasCode
                            && asked.stream()
                                    .filter(each -> each.chars().anyMatch(Character::isDigit))
                                    .anyMatch(there::contains);
            if (code || matched >= ENOUGH * asked.size() && (matched >= 2 || asked.size() == 1)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> words(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static String root(String word) {
        boolean code = word.chars().anyMatch(Character::isDigit);
        return code || word.length() <= ROOT ? word : word.substring(0, ROOT);
    }
}
