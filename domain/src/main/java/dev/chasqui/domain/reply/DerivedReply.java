package dev.chasqui.domain.reply;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
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
 * <p>A finish is held back, with what follows it, until it is clear that no more of the answer
 * comes; what {@link #end} gives stands before it. The reply passes on whether there is more at
 * once, so that events which the backend sent together still reach the client together. Closing it
 * closes the inner reply.
 */
public abstract class DerivedReply implements ChatReply {
    private final ChatReply inner;
    private final Queue<ReplyEvent> made = new ArrayDeque<>();

    /** A finish and what follows it; the finish is the last one only if no more answer comes. */
    private final List<ReplyEvent> ending = new ArrayList<>();

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
     * Gives what is to come before the finish, now that the inner reply is over. It may throw what
     * {@link #next} may.
     */
    protected void end() {}

    /** Adds an event to this reply, after those that were given before and before the finish. */
    protected final void give(ReplyEvent event) {
        made.add(event);
    }

    /** Adds an event where it stands in the inner reply. */
    protected final void pass(ReplyEvent event) {
        if (event instanceof ReplyEvent.Finish || isFinished()) {
            ending.add(event);
        } else {
            made.add(event);
        }
    }

    /** Whether there was a finish, and no more of the answer since. */
    protected final boolean isFinished() {
        return !ending.isEmpty();
    }

    /** Takes an event as the next one of the inner reply. */
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

    /** A failure is kept for {@link #next}: the events before it come first. */
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
