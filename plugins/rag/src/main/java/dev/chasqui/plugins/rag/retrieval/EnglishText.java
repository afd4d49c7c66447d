package dev.chasqui.plugins.rag.retrieval;

import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The test whether a question may be English, by the words that every language needs. It decides
 * only how much a model that knows English alone counts, so a rough answer does.
 */
final class EnglishText {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+");

    private static final Set<String> ENGLISH =
            Set.of(
                    "the", "of", "and", "to", "is", "are", "what", "which", "how", "who", "when",
                    "where", "why", "does", "do", "did", "can", "for", "with", "that", "this", "be",
                    "by", "from", "it", "was", "were", "has", "have", "should", "must", "my", "we",
                    "you", "i", "a", "in", "on", "about", "if", "there");

    private static final Set<String> OTHER =
            Set.of(
                    "der", "die", "das", "den", "dem", "ein", "eine", "und", "ist", "sind", "nicht",
                    "wie", "wer", "wo", "wann", "warum", "welche", "welcher", "welches", "für",
                    "mit", "von", "zu", "im", "auf", "wird", "werden", "el", "la", "los", "las",
                    "un", "una", "y", "es", "que", "qué", "en", "por", "para", "con", "del", "se",
                    "cuál", "cómo", "le", "les", "des", "du", "et", "est", "une", "dans", "pour",
                    "quel", "quelle", "comment", "quand", "il", "di", "che", "è", "per", "come",
                    "quanto", "o", "os", "do", "da", "em", "uma", "não", "het", "een", "van", "wat",
                    "hoe", "jest", "jak", "czy", "co", "w", "z", "hur", "och", "är", "som", "att");

    private EnglishText() {}

    /** Returns true unless the text has more words of other languages, or other letters. */
    static boolean isLikely(String text) {
        int english = 0;
        int other = 0;
        int strange = 0;
        int letters = 0;
        for (MatchResult match : WORD.matcher(text.toLowerCase(Locale.ROOT)).results().toList()) {
            String word = match.group();
            english += ENGLISH.contains(word) ? 1 : 0;
            other += OTHER.contains(word) ? 1 : 0;
            letters += word.length();
            strange += (int) word.chars().filter(letter -> letter > 0x24f).count();
        }
        return english >= other && 2 * strange <= letters;
    }
}
