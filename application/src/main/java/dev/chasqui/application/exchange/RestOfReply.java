package dev.chasqui.application.exchange;

import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * The rest of a reply that goes on without the agent around it: first the events that the agent
 * pulled and did not give out, then the reply itself.
 */
final class RestOfReply implements ChatReply {
    private final Queue<ReplyEvent> held;
    private final ChatReply inner;

    RestOfReply(List<ReplyEvent> held, ChatReply inner) {
        this.held = new ArrayDeque<>(held);
        this.inner = inner;
    }

    @Override
    public @Nullable ReplyEvent next() {
        ReplyEvent first = held.poll();
        return first != null ? first : inner.next();
    }

    @Override
    public boolean ready() {
        return !held.isEmpty() || inner.ready();
    }

    @Override
    public void close() {
        inner.close();
    }
}
