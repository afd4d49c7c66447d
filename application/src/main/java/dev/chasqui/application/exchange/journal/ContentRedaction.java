package dev.chasqui.application.exchange.journal;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The removal of the conversation's content from the text with which a backend explains its
 * failure, for the log. The result is short.
 *
 * <p>It removes everything in quotes or brackets, closed or cut off, and everything that the
 * request contains too: three words in a row, two longer ones, or a single word that messages about
 * failures seldom use, since it is long or has other characters than small letters.
 */
final class ContentRedaction {
    private static final int LONGEST = 200;

    /** The most characters of a message that are checked; the rest is cut off. */
    private static final int MOST_CHARS = 2_000;

    private static final int LONG_WORD = 13;

    /** The least length of a word that is not in every text; shorter ones are such as "out of". */
    private static final int PAIR_LENGTH = 4;

    private static final String LEFT_OUT = "…";

    private static final Pattern QUOTED =
            Pattern.compile(
                    "\\{.*(\\}|$)|\\[.*(\\]|$)|\"[^\"]*(\"|$)|`[^`]*(`|$)"
                            + "|(?<![\\p{L}\\d])'[^']*('|$)|“[^”]*(”|$)|«[^»]*(»|$)",
                    Pattern.DOTALL);

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+");
    private static final Pattern PLAIN = Pattern.compile("\\p{Ll}+");

    private ContentRedaction() {}

    /**
     * Returns the failure without words that may come from a request.
     *
     * @param content the text of the request; throws {@link FailureException} if it cannot be read
     */
    static Failure redact(Failure failure, Optional<Supplier<String>> content) {
        return switch (failure) {
            case Failure.BackendFailed failed ->
                    new Failure.BackendFailed(
                            failed.backend(), failed.why(), redact(failed.said(), content));
            case Failure.BackendBroke broke ->
                    new Failure.BackendBroke(
                            broke.backend(), broke.why(), redact(broke.said(), content));
            case Failure other -> other;
        };
    }

    private static Optional<String> redact(
            Optional<String> said, Optional<Supplier<String>> content) {
        if (said.isEmpty() || content.isEmpty()) {
            return said.map(words -> redact(words, ""));
        }
        return read(content.get()).map(text -> redact(said.get(), text));
    }

    private static String redact(String said, String content) {
        String text = said.length() > MOST_CHARS ? said.substring(0, MOST_CHARS) : said;
        String unquoted = QUOTED.matcher(text).replaceAll(LEFT_OUT);
        String kept = withoutContent(unquoted, words(content));
        return kept.length() > LONGEST ? kept.substring(0, LONGEST) + LEFT_OUT : kept;
    }

    private static String withoutContent(String text, String content) {
        List<MatchResult> words = WORD.matcher(text).results().toList();
        StringBuilder kept = new StringBuilder();
        int from = 0;
        for (int i = 0; i < words.size(); i++) {
            MatchResult word = words.get(i);
            if (isFromRequest(words, i, content)) {
                kept.append(text, from, word.start()).append(LEFT_OUT);
                from = word.end();
            }
        }
        return kept.append(text.substring(from)).toString();
    }

    private static boolean isFromRequest(List<MatchResult> words, int i, String content) {
        String word = words.get(i).group();
        boolean distinctive = word.length() >= LONG_WORD || !PLAIN.matcher(word).matches();
        boolean fromRequest = distinctive && content.contains(words(word));
        for (int first = i - 2; first <= i && !fromRequest; first++) {
            boolean pair = first > i - 2 && isPair(words, first);
            fromRequest =
                    isIn(content, words, first, first + 3)
                            || (pair && isIn(content, words, first, first + 2));
        }
        return fromRequest;
    }

    private static boolean isPair(List<MatchResult> words, int first) {
        return first >= 0
                && first + 2 <= words.size()
                && words.subList(first, first + 2).stream()
                        .allMatch(word -> word.group().length() >= PAIR_LENGTH);
    }

    private static boolean isIn(String content, List<MatchResult> words, int from, int to) {
        return from >= 0
                && to <= words.size()
                && content.contains(
                        words.subList(from, to).stream()
                                .map(MatchResult::group)
                                .collect(Collectors.joining(" ", " ", " "))
                                .toLowerCase(Locale.ROOT));
    }

    /** Returns the words of a text in small letters, with a space around each. */
    private static String words(String text) {
        return WORD.matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining(" ", " ", " "))
                .toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the text of the request. Empty if it cannot be read: then it is unknown which words
     * come from it.
     */
    private static Optional<String> read(Supplier<String> content) {
        try {
            return Optional.of(content.get());
        } catch (FailureException e) {
            return Optional.empty();
        }
    }
}
