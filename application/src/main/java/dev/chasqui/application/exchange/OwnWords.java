package dev.chasqui.application.exchange;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
final class OwnWords {
    private static final int LONGEST = 200;

    /** The most characters of a message that are checked; the rest is cut off. */
    private static final int MOST_CHARS = 2_000;

    private static final int LONG_WORD = 13;

    /** The least length of a word that is not in every text; shorter ones are such as "out of". */
    private static final int SOME_LENGTH = 4;

    private static final String LEFT_OUT = "…";

    private static final Pattern QUOTED =
            Pattern.compile(
                    "\\{.*(\\}|$)|\\[.*(\\]|$)|\"[^\"]*(\"|$)|`[^`]*(`|$)"
                            + "|(?<![\\p{L}\\d])'[^']*('|$)|“[^”]*(”|$)|«[^»]*(»|$)",
                    Pattern.DOTALL);

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+");
    private static final Pattern PLAIN = Pattern.compile("\\p{Ll}+");

    private OwnWords() {}

    /** Returns the failure without words that may come from this request. */
    static Failure in(Failure failure, Optional<ChatRequest> request) {
        return switch (failure) {
            case Failure.BackendFailed failed ->
                    new Failure.BackendFailed(
                            failed.backend(), failed.why(), own(failed.said(), request));
            case Failure.BackendBroke broke ->
                    new Failure.BackendBroke(
                            broke.backend(), broke.why(), own(broke.said(), request));
            case Failure other -> other;
        };
    }

    private static Optional<String> own(Optional<String> said, Optional<ChatRequest> request) {
        if (said.isEmpty() || request.isEmpty()) {
            return said.map(words -> own(words, ""));
        }
        return content(request.get()).map(content -> own(said.get(), content));
    }

    private static String own(String said, String content) {
        String text = said.length() > MOST_CHARS ? said.substring(0, MOST_CHARS) : said;
        String unquoted = QUOTED.matcher(text).replaceAll(LEFT_OUT);
        String own = without(unquoted, words(content));
        return own.length() > LONGEST ? own.substring(0, LONGEST) + LEFT_OUT : own;
    }

    private static String without(String text, String content) {
        List<MatchResult> words = WORD.matcher(text).results().toList();
        StringBuilder own = new StringBuilder();
        int from = 0;
        for (int i = 0; i < words.size(); i++) {
            MatchResult word = words.get(i);
            if (isTaken(words, i, content)) {
                own.append(text, from, word.start()).append(LEFT_OUT);
                from = word.end();
            }
        }
        return own.append(text.substring(from)).toString();
    }

    private static boolean isTaken(List<MatchResult> words, int i, String content) {
        String word = words.get(i).group();
        boolean telling = word.length() >= LONG_WORD || !PLAIN.matcher(word).matches();
        boolean taken = telling && content.contains(words(word));
        for (int first = i - 2; first <= i && !taken; first++) {
            boolean pair = first > i - 2 && isPair(words, first);
            taken =
                    isIn(content, words, first, first + 3)
                            || (pair && isIn(content, words, first, first + 2));
        }
        return taken;
    }

    private static boolean isPair(List<MatchResult> words, int first) {
        return first >= 0
                && first + 2 <= words.size()
                && words.subList(first, first + 2).stream()
                        .allMatch(word -> word.group().length() >= SOME_LENGTH);
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
     * Returns the request's texts. Empty if they cannot be read: then it is unknown which words
     * come from them.
     */
    private static Optional<String> content(ChatRequest request) {
        List<String> texts = new ArrayList<>();
        try {
            for (Message message : request.messages()) {
                texts.add(message.text());
                message.toolCalls().forEach(call -> texts.add(call.arguments()));
            }
        } catch (FailureException e) {
            return Optional.empty();
        }
        return Optional.of(String.join(" ", texts));
    }
}
