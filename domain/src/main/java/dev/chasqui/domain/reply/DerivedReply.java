package dev.chasqui.domain.reply;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * A reply that is made from another one: each of its events becomes no, one or several events here.
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
 *         pass(event);
 *     }
 *
 *     &#64;Override
 *     protected void end() {
 *         give(new ReplyEvent.Note("texts", Json.of(texts)));
 *     }
 * }
 * </pre>
 *
 * <p>A finish and the events after it are held back until it is clear that no more of the answer
 * comes; the events that {@link #end} gives stand before them. {@link #ready} looks at all events
 * that the inner reply has at once, so that events which the backend sent together still reach the
 * client together. Closing the reply closes the inner reply.
 */
public abstract class DerivedReply implements ChatReply {
    private final ChatReply inner;
    private final Queue<ReplyEvent> made = new ArrayDeque<>();

    /** A finish and the events after it; they are given only if no more of the answer comes. */
    private final List<ReplyEvent> ending = new ArrayList<>();

    private @Nullable RuntimeException failure;
    private boolean over;

    /**
     * @param inner the reply that this one pulls and closes
     */
    protected DerivedReply(ChatReply inner) {
        this.inner = inner;
    }

    /** Takes the next event of the inner reply and gives the events that are made of it. */
    protected abstract void take(ReplyEvent event);

    /**
     * Gives the events that come before the finish, at the end of the inner reply.
     *
     * @throws dev.chasqui.domain.failure.FailureException as {@link #next} does
     */
    protected void end() {}

    /** Adds an event to this reply: after the events given before, and before the finish. */
    protected final void give(ReplyEvent event) {
        made.add(event);
    }

    /** Adds an event of the inner reply in its place. */
    protected final void pass(ReplyEvent event) {
        if (event instanceof ReplyEvent.Finish || isFinished()) {
            ending.add(event);
        } else {
            made.add(event);
        }
    }

    /** Returns true if there was a finish, and no more of the answer since. */
    protected final boolean isFinished() {
        return !ending.isEmpty();
    }

    /** Takes an event as if it were the next one of the inner reply. */
    protected final void accept(ReplyEvent event) {
        if (event.isContent()) {
            giveEnding();
        }
        take(event);
    }

    private void giveEnding() {
        made.addAll(ending);
        ending.clear();
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

    /**
     * Pulls one event. A failure is kept for {@link #next}, since the events before it come first.
     */
    private void pull() {
        try {
            ReplyEvent event = inner.next();
            if (event == null) {
                over = true;
                end();
                giveEnding();
            } else {
                accept(event);
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
