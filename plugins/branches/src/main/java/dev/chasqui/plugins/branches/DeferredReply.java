package dev.chasqui.plugins.branches;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * A reply that is made at its first pull, so that progress until then reaches a client that already
 * reads. Closing it cancels everything that its making started. Pulled by one thread; may be closed
 * by another.
 */
public final class DeferredReply implements ChatReply {
    private final Supplier<ChatReply> making;
    private final Cancellation scope;
    private @Nullable ChatReply made;

    /**
     * @param making makes the reply and may wait; must end when the scope is cancelled
     * @param scope the cancellation that closes everything the reply holds
     */
    public DeferredReply(Supplier<ChatReply> making, Cancellation scope) {
        this.making = making;
        this.scope = scope;
    }

    @Override
    public @Nullable ReplyEvent next() {
        ChatReply reply = made;
        if (reply == null) {
            reply = making.get();
            made = reply;
        }
        return reply.next();
    }

    @Override
    public boolean ready() {
        ChatReply reply = made;
        return reply != null && reply.ready();
    }

    @Override
    public void close() {
        scope.cancel();
    }
}
