package dev.chasqui.application.exchange;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The reply of an agent: each call of it is under the agent's clock, and its size has a bound.
 * After a failure of the agent it goes on with the inner reply where that is possible ({@link
 * GuardedRun}). A failure is thrown from {@code next}, also if {@code ready} met it.
 */
final class GuardedReply implements ChatReply {
    private final GuardedRun guard;
    private final ChatReply reply;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable FailureException failed;
    private volatile @Nullable ChatReply instead;
    private @Nullable ReplyEvent last;
    private boolean over;

    GuardedReply(GuardedRun guard, ChatReply reply) {
        this.guard = guard;
        this.reply = reply;
    }

    @Override
    public @Nullable ReplyEvent next() {
        ChatReply rest = instead;
        if (rest != null) {
            return rest.next();
        }
        if (failed != null) {
            throw failed;
        }
        if (over) {
            return null;
        }
        try {
            return given(guard.<@Nullable ReplyEvent>call(reply::next));
        } catch (FailureException e) {
            fail(e);
            return next();
        }
    }

    private @Nullable ReplyEvent given(@Nullable ReplyEvent event) {
        Optional<FailureException> overdue = guard.run().overdue();
        if (overdue.isPresent()) {
            throw overdue.get();
        }
        if (event == null) {
            over = true;
            guard.done();
            return null;
        }
        last = event;
        guard.calls().passed().given(event);
        try {
            guard.size().count(ReplySize.of(event));
        } catch (FailureException e) {
            guard.calls().passed().lose();
            throw e;
        }
        return event;
    }

    private void fail(FailureException e) {
        if (guard.run().isStuck()) {
            // Another thread goes on with the exchange.
            failed = new FailureException(new Failure.Cancelled());
            return;
        }
        Optional<ChatReply> rest = guard.restAfter(e);
        rest.ifPresent(reply -> instead = reply);
        failed = rest.isPresent() ? null : e;
    }

    @Override
    public boolean ready() {
        ChatReply rest = instead;
        if (rest != null) {
            return rest.ready();
        }
        if (failed != null || over) {
            return true;
        }
        try {
            boolean more = guard.ready(reply, last);
            requireNotLeft();
            return more;
        } catch (FailureException e) {
            requireNotLeft();
            fail(e);
            return ready();
        }
    }

    /**
     * Ends a thread that was left behind and came back: another one has written the event for which
     * it asked.
     */
    private void requireNotLeft() {
        if (guard.run().isStuck()) {
            throw new FailureException(new Failure.Cancelled());
        }
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        // An agent's reply may forget the one under it, and a wait for that one ends here.
        guard.calls().close();
        if (!guard.run().isStuck()) {
            guard.close(reply);
        }
        ChatReply rest = instead;
        if (rest != null) {
            rest.close();
        }
        guard.closed();
    }
}
