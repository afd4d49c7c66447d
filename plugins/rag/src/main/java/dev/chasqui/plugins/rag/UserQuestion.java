package dev.chasqui.plugins.rag;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.plugins.rag.library.Passage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The question of a request: the last message of the user.
 *
 * @param request the request that asks it
 * @param index the message's index among the request's messages
 * @param query the text to search for: the message's text; if that is a {@linkplain FollowUp
 *     follow-up}, as in "and for part-timers?", together with the user's messages before, back to
 *     one that says enough itself
 * @param earlier the user's messages before that the query contains, newest first
 */
record UserQuestion(ChatRequest request, int index, String query, List<String> earlier) {

    /** The most messages before the last one that a query contains. */
    private static final int MOST_EARLIER = 3;

    /**
     * The most characters of a query. Of a longer text (such as a pasted report), half of this is
     * taken from its beginning and half from its end.
     */
    private static final int MOST_CHARACTERS = 2000;

    /** Returns the request's question; empty if its last user message has no text. */
    static Optional<UserQuestion> of(ChatRequest request) {
        List<Message> messages = request.messages();
        int last = lastOfUser(messages, messages.size());
        if (last < 0) {
            return Optional.empty();
        }
        String asked = PassageBlock.without(messages.get(last).text()).strip();
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        List<String> earlier = earlier(messages, last, asked);
        String query =
                String.join("\n", Stream.concat(Stream.of(asked), earlier.stream()).toList());
        return Optional.of(new UserQuestion(request, last, shortened(query), earlier));
    }

    /** Returns the request with passages in front of the question. */
    ChatRequest with(PassageBlock passages) {
        List<Message> changed = new ArrayList<>(request.messages());
        Message message = changed.get(index);
        changed.set(index, message.withFirstText(passages.inFrontOf(text())));
        return request.withMessages(changed);
    }

    /**
     * Returns a block of passages for this question, numbered after those already in front of it.
     */
    PassageBlock block(List<Passage> passages) {
        return new PassageBlock(PassageBlock.numbersIn(text()), passages);
    }

    private String text() {
        return request.messages().get(index).firstText().orElse("");
    }

    private static List<String> earlier(List<Message> messages, int last, String asked) {
        List<String> earlier = new ArrayList<>();
        String text = asked;
        int before = lastOfUser(messages, last);
        while (before >= 0 && earlier.size() < MOST_EARLIER && FollowUp.isOne(text)) {
            text = PassageBlock.without(messages.get(before).text()).strip();
            if (!text.isEmpty()) {
                earlier.add(text);
            }
            before = lastOfUser(messages, before);
        }
        return List.copyOf(earlier);
    }

    /** Returns the index of the user's last message before {@code end}; -1 if there is none. */
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
