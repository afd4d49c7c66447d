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

/** Puts an answer into the events of a reply, word by word, as a model would stream it. */
final class ReplyEvents {
    static final int CHARACTERS_PER_TOKEN = 4;

    private ReplyEvents() {}

    /**
     * @param limit how many words to write at most, where the client said so
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

    /** The end of the white space behind the word that begins here. */
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

    /** There are no tokens here: a word counts as one written, four characters as one read. */
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
