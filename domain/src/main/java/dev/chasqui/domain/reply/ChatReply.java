package dev.chasqui.domain.reply;

import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The reply to a request, pulled event by event by the code that writes it to the client; {@link
 * Pull} defines the contract.
 *
 * <p>{@link #map} makes a reply that wraps another one and gives one event for each; a reply that
 * holds events back or adds some extends {@link DerivedReply}.
 */
public interface ChatReply extends Pull<ReplyEvent>, ExchangeAnswer<ChatReply> {

    @Override
    default ChatReply holding(Runnable giveBack) {
        return new MappedReply(this, UnaryOperator.identity(), giveBack);
    }

    @Override
    default ChatReply holding(Runnable giveBack, Consumer<FailureException> broken) {
        return new MappedReply(this, giveBack, broken);
    }

    @Override
    default ChatReply map(UnaryOperator<ReplyEvent> change) {
        return new MappedReply(this, change, () -> {});
    }

    @Override
    default ChatReply prefetched() {
        return new PrefetchedReply(this);
    }

    /**
     * Returns this reply with a text before the first text of its answer; a reply without text
     * stays as it is. Closing the result closes this reply.
     */
    default ChatReply startingWith(String text) {
        return new PrecededReply(this, text);
    }

    @Override
    void close();

    /** Makes a reply of these events, with nothing under it. */
    static ChatReply of(List<ReplyEvent> events) {
        Iterator<ReplyEvent> iterator = List.copyOf(events).iterator();
        return new ChatReply() {
            @Override
            public @Nullable ReplyEvent next() {
                return iterator.hasNext() ? iterator.next() : null;
            }

            @Override
            public boolean ready() {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    /** Makes a whole reply of plain text. */
    static ChatReply ofText(String text) {
        return of(
                List.of(
                        new ReplyEvent.Opened(Role.ASSISTANT),
                        new ReplyEvent.Text(text),
                        new ReplyEvent.Finish(FinishReason.STOP)));
    }
}
