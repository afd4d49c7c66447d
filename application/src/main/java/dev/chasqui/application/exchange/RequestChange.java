package dev.chasqui.application.exchange;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;

import java.util.List;

/** The difference that an agent makes to a request. */
final class RequestChange {
    private RequestChange() {}

    /**
     * Returns the characters of text by which the messages of a request grew; negative if they
     * shrank. Messages that are the same objects at both ends are passed over.
     */
    @SuppressWarnings("ReferenceEquality") // The same object is enough, and costs no comparison.
    static long addedChars(ChatRequest before, ChatRequest after) {
        List<Message> old = before.messages();
        List<Message> changed = after.messages();
        int shorter = Math.min(old.size(), changed.size());
        int head = 0;
        while (head < shorter && old.get(head) == changed.get(head)) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && old.get(old.size() - 1 - tail) == changed.get(changed.size() - 1 - tail)) {
            tail++;
        }
        return chars(changed.subList(head, changed.size() - tail))
                - chars(old.subList(head, old.size() - tail));
    }

    private static long chars(List<Message> messages) {
        return messages.stream().mapToLong(message -> message.text().length()).sum();
    }
}
