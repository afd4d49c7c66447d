package dev.chasqui.plugins.rag;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The test whether a message can be understood only with the one before it. */
final class FollowUp {

    /** The fewest words of a message that says enough itself, whatever they are. */
    private static final int ENOUGH_WORDS = 6;

    /** The most words of a message in which a pronoun may mean something outside of it. */
    private static final int MOST_WORDS = 15;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

    /** Words with which a message goes on from the one before. */
    private static final Set<String> BEGINNINGS =
            Set.of(
                    "and",
                    "but",
                    "so",
                    "then",
                    "also",
                    "why",
                    "otherwise",
                    "und",
                    "aber",
                    "warum",
                    "dann",
                    "sonst",
                    "wieso",
                    "y",
                    "pero",
                    "entonces",
                    "et",
                    "mais",
                    "donc",
                    "pourquoi",
                    "e",
                    "ma",
                    "mas");

    /** Words that stand for something that was said before. */
    private static final Set<String> PRONOUNS =
            Set.of(
                    "it", "its", "they", "them", "their", "this", "that", "these", "those", "he",
                    "she", "him", "her", "his", "one", "ones", "former", "latter", "er", "sie",
                    "es", "ihn", "ihm", "ihnen", "dies", "diese", "dieser", "dieses", "davon",
                    "dafür", "damit", "dazu", "daran", "ello", "eso", "esto", "esta", "este", "ese",
                    "esa", "ellos", "ellas", "cela", "celui", "celle", "ceux", "elle", "ils",
                    "elles");

    private FollowUp() {}

    /** Returns true if the message is short, goes on, or has a pronoun. */
    static boolean isOne(String message) {
        List<String> words =
                WORD.matcher(message.toLowerCase(Locale.ROOT))
                        .results()
                        .limit(MOST_WORDS + 1L)
                        .map(MatchResult::group)
                        .toList();
        return words.size() < ENOUGH_WORDS
                || (words.size() <= MOST_WORDS
                        && (BEGINNINGS.contains(words.getFirst())
                                || words.stream().anyMatch(PRONOUNS::contains)));
    }
}
