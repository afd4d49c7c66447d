package dev.chasqui.application.exchange;

import dev.chasqui.application.bulkhead.AgentRun;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * A reply of the rest of the chain as an agent gets it: the time in it is not the agent's own, and
 * an agent whose run is over can pull nothing more from it.
 *
 * <p>Closing by the agent closes the reply under it; the guard takes that reply over before it
 * closes the agent's, where it goes on without the agent.
 */
final class InnerReply implements ChatReply {
    private final ChatReply reply;
    private final AgentRun run;
    private final PassedEvents passed;
    private final Consumer<FailureException> below;
    private volatile boolean taken;
    private @Nullable FailureException failed;

    /**
     * @param below told of each failure that comes from the rest of the chain
     */
    InnerReply(
            ChatReply reply, AgentRun run, PassedEvents passed, Consumer<FailureException> below) {
        this.reply = reply;
        this.run = run;
        this.passed = passed;
        this.below = below;
    }

    @Override
    public @Nullable ReplyEvent next() {
        FailureException before = failed;
        if (before != null) {
            failed = null;
            throw before;
        }
        run.enterInside();
        try {
            ReplyEvent event = reply.next();
            if (event != null) {
                passed.pulled(event);
            }
            return event;
        } catch (FailureException e) {
            below.accept(e);
            throw e;
        } finally {
            run.leaveInside();
        }
    }

    @Override
    public boolean ready() {
        if (failed != null) {
            return true;
        }
        try {
            run.enterInside();
        } catch (FailureException e) {
            failed = e;
            return true;
        }
        try {
            return reply.ready();
        } finally {
            run.leaveInside();
        }
    }

    /** Takes the reply from the agent, which can neither pull nor close it any more. */
    ChatReply take() {
        taken = true;
        return reply;
    }

    @Override
    public void close() {
        if (!taken) {
            reply.close();
        }
    }
}
