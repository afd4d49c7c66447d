package dev.chasqui.plugins.rag;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.plugins.rag.library.Passage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the user wants to know: his last message.
 *
 * @param request that asks it
 * @param index of the message among the request's
 * @param query what to look up: the message's text; where that is short, as "and for part-timers?"
 *     is, with what he asked before
 */
record Question(ChatRequest request, int index, String query) {

    /** With fewer words a message may live on the one before. */
    private static final int ENOUGH_WORDS = 6;

    /** Of a longer text (somebody pastes a report) this much of its beginning and end is used. */
    private static final int MOST_CHARACTERS = 2000;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

    /** The request's question; empty if its last user message has no text. */
    static Optional<Question> of(ChatRequest request) {
        List<Message> messages = request.messages();
        int last = lastOfUser(messages, messages.size());
        if (last < 0) {
            return Optional.empty();
        }
        String asked = PassageBlock.without(messages.get(last).text()).strip();
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        int before = lastOfUser(messages, last);
        boolean goesOn = before >= 0 && WORD.matcher(asked).results().count() < ENOUGH_WORDS;
        String query = goesOn ? asked + "\n" + messages.get(before).text() : asked;
        return Optional.of(new Question(request, last, shortened(query)));
    }

    /** The request with passages in front of the question. */
    ChatRequest with(PassageBlock passages) {
        List<Message> changed = new ArrayList<>(request.messages());
        Message message = changed.get(index);
        changed.set(index, message.withFirstText(passages.inFrontOf(text())));
        return request.withMessages(changed);
    }

    /** Passages for this question, numbered after those that stand in front of it already. */
    PassageBlock block(List<Passage> passages) {
        return new PassageBlock(PassageBlock.numbersIn(text()), passages);
    }

    private String text() {
        return request.messages().get(index).firstText().orElse("");
    }

    /** Where the last message of the user before {@code end} is; -1 if there is none. */
    private static int lastOfUser(List<Message> messages, int end) {
        int last = end - 1;
        while (last >= 0 && !messages.get(last).role().equals(Role.USER)) {
            last--;
        }
        return last;
    }

    private static String shortened(String text) {
        int half = MOST_CHARACTERS / 2;
        return text.length() <= MOST_CHARACTERS
                ? text
                : text.substring(0, half) + "\n" + text.substring(text.length() - half);
    }
}
