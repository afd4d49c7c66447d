package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * A reply that is made when it is first pulled, so that what is told before is told to a client
 * that already waits for it. Closing it cancels all that its making began.
 */
final class DeferredReply implements ChatReply {
    private final Supplier<ChatReply> making;
    private final Cancellation scope;
    private @Nullable ChatReply made;

    /**
     * @param making waits for the reply; must end when the scope is cancelled
     * @param scope holds all that must be closed
     */
    DeferredReply(Supplier<ChatReply> making, Cancellation scope) {
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
