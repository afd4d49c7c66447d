package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

/** A reply of a model that knows whether it was closed, and that cancelling its exchange ends. */
final class TrackedReply implements ChatReply {
    private final ChatReply reply;
    private final Cancellation.Registration registration;
    private volatile boolean closed;

    TrackedReply(ChatReply reply, Cancellation cancellation) {
        this.reply = reply;
        // Ends the reply without counting as closed: the agent must still close it.
        this.registration = cancellation.onCancel(reply::close);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public @Nullable ReplyEvent next() {
        return reply.next();
    }

    @Override
    public boolean ready() {
        return reply.ready();
    }

    @Override
    public void close() {
        closed = true;
        registration.close();
        reply.close();
    }
}
