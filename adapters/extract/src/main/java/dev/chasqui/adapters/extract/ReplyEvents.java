package dev.chasqui.adapters.extract;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The events of a reply with an answer, word by word, as a model would stream it. */
final class ReplyEvents {
    /** The estimated number of characters of a token. */
    static final int CHARACTERS_PER_TOKEN = 4;

    private ReplyEvents() {}

    /**
     * Returns the events of an answer.
     *
     * @param limit the most words that are written, if the client set a limit
     * @param prompt the messages of the request, whose length is in the usage
     */
    static List<ReplyEvent> of(String answer, OptionalLong limit, List<Message> prompt) {
        List<ReplyEvent> events = new ArrayList<>();
        events.add(new ReplyEvent.Opened(Role.ASSISTANT));
        long most = limit.orElse(Long.MAX_VALUE);
        int words = 0;
        int from = 0;
        while (from < answer.length() && words < most) {
            int end = endOfWord(answer, from);
            events.add(new ReplyEvent.Text(answer.substring(from, end)));
            from = end;
            words++;
        }
        boolean whole = from == answer.length();
        events.add(new ReplyEvent.Finish(whole ? FinishReason.STOP : FinishReason.LENGTH));
        events.add(new ReplyEvent.UsageReport(usage(prompt, words)));
        return events;
    }

    /** Returns the end of the word that begins at {@code from}, with the white space behind it. */
    private static int endOfWord(String text, int from) {
        int at = from;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /**
     * Estimates the usage, since there are no tokens: a word counts as one written token, four
     * characters as one read token.
     */
    private static Usage usage(List<Message> prompt, long words) {
        long characters = prompt.stream().mapToLong(message -> message.text().length()).sum();
        return new Usage(
                (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN,
                words,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Timings.UNKNOWN,
                true);
    }
}
