package dev.chasqui.domain.reply;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A reply that is made from another one: each event of that one becomes none, one or several here.
 *
 * <pre>
 * final class Counted extends DerivedReply {
 *     private int texts;
 *
 *     Counted(ChatReply inner) {
 *         super(inner);
 *     }
 *
 *     &#64;Override
 *     protected void take(ReplyEvent event) {
 *         texts += event instanceof ReplyEvent.Text ? 1 : 0;
 *         give(event);
 *     }
 *
 *     &#64;Override
 *     protected void end() {
 *         give(new ReplyEvent.Note("texts", Json.of(texts)));
 *     }
 * }
 * </pre>
 *
 * <p>It passes on whether there is more at once, so that events which the backend sent together
 * still reach the client together. Closing it closes the inner reply.
 */
public abstract class DerivedReply implements ChatReply {
    private final ChatReply inner;
    private final Queue<ReplyEvent> made = new ArrayDeque<>();
    private @Nullable RuntimeException failure;
    private boolean over;

    /**
     * @param inner the reply that this one pulls and closes
     */
    protected DerivedReply(ChatReply inner) {
        this.inner = inner;
    }

    /** Takes the next event of the inner reply and gives what becomes of it. */
    protected abstract void take(ReplyEvent event);

    /**
     * Gives what follows the last event of the inner reply. It may throw what {@link #next} may.
     */
    protected void end() {}

    /** Adds an event to this reply, after those that were given before. */
    protected final void give(ReplyEvent event) {
        made.add(event);
    }

    @Override
    public final @Nullable ReplyEvent next() {
        while (made.isEmpty() && !over) {
            pull();
        }
        ReplyEvent event = made.poll();
        if (event == null && failure != null) {
            throw failure;
        }
        return event;
    }

    @Override
    public final boolean ready() {
        while (made.isEmpty() && !over && inner.ready()) {
            pull();
        }
        return !made.isEmpty() || over;
    }

    /** A failure is kept for {@link #next}: the events before it come first. */
    private void pull() {
        try {
            ReplyEvent event = inner.next();
            if (event == null) {
                over = true;
                end();
            } else {
                take(event);
            }
        } catch (RuntimeException e) {
            over = true;
            failure = e;
        }
    }

    @Override
    public void close() {
        inner.close();
    }
}
