package dev.chasqui.domain.reply;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The reply to a request, pulled event by event by the one who writes it to the client.
 *
 * <p>Back-pressure and cancelling come from that: what is not pulled is not read from the backend,
 * and closing a reply closes what is under it, down to the backend's connection.
 *
 * <p>{@link #next} is called by one thread at a time; {@link #close} may be called at any time by
 * any thread and makes a waiting {@code next} end.
 */
public interface ChatReply extends AutoCloseable {

    /**
     * The next event, or null when the reply is over. Blocks until there is one.
     *
     * @throws dev.chasqui.domain.failure.FailureException if the reply breaks off; then there is no
     *     further event
     */
    @Nullable ReplyEvent next();

    /**
     * Whether {@link #next} would now end without waiting; false if that is not known. While it is
     * true the writer may put off sending. Called by the thread that calls {@code next}; does not
     * wait, and leaves failures to {@code next}.
     *
     * <p>A reply that wraps another one and gives one event for each passes this on; one that holds
     * events back or adds some extends {@link DerivedReply}.
     */
    default boolean ready() {
        return false;
    }

    /** Gives back all that the reply holds. Idempotent. */
    @Override
    void close();

    /** A reply of these events, with nothing under it. */
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

    /** A whole reply of plain text. */
    static ChatReply ofText(String text) {
        return of(
                List.of(
                        new ReplyEvent.Opened(dev.chasqui.domain.chat.Role.ASSISTANT),
                        new ReplyEvent.Text(text),
                        new ReplyEvent.Finish(FinishReason.STOP)));
    }

    /** This reply with each event changed; closing the result closes this. */
    default ChatReply map(UnaryOperator<ReplyEvent> change) {
        ChatReply inner = this;
        return new ChatReply() {
            @Override
            public @Nullable ReplyEvent next() {
                ReplyEvent event = inner.next();
                return event == null ? null : change.apply(event);
            }

            @Override
            public boolean ready() {
                return inner.ready();
            }

            @Override
            public void close() {
                inner.close();
            }
        };
    }
}
