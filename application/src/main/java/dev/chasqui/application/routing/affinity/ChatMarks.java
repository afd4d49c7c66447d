package dev.chasqui.application.routing.affinity;

import dev.chasqui.domain.chat.ChatBeginning;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.text.Fingerprint;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * The marks of a chat: the session that its client names, or else the key in its body, or else its
 * beginning; each by itself for each caller. For use by one thread.
 */
public final class ChatMarks implements ConversationMarks {
    private final ChatRequest request;
    private final String caller;
    private final Optional<String> session;
    private @Nullable ChatBeginning beginning;

    /**
     * @param caller the caller's name
     * @param session the session that a header names
     */
    public ChatMarks(ChatRequest request, String caller, Optional<String> session) {
        this.request = request;
        this.caller = caller;
        this.session = session;
    }

    @Override
    public long conversation() {
        Fingerprint mark = new Fingerprint().add(caller);
        if (session.isPresent()) {
            return mark.add("header").add(session.get()).value();
        }
        ChatBeginning begun = beginning();
        if (begun.key().isPresent()) {
            return mark.add("key").add(begun.key().get()).value();
        }
        return begun.opening() == 0 ? 0 : mark.add("opening").add(begun.opening()).value();
    }

    @Override
    public long instructions() {
        return beginning().instructions();
    }

    private ChatBeginning beginning() {
        ChatBeginning known = beginning;
        if (known == null) {
            known = read();
            beginning = known;
        }
        return known;
    }

    /** Reads the request; the backend of one that cannot be read tells what is wrong. */
    private ChatBeginning read() {
        try {
            return request.beginning();
        } catch (FailureException e) {
            return ChatBeginning.NONE;
        }
    }
}
