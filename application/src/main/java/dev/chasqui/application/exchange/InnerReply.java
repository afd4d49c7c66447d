package dev.chasqui.application.exchange;

import dev.chasqui.application.bulkhead.AgentRun;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

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
    private final AgentCalls calls;

    /** True if it is closed, or goes on without the agent. */
    private boolean taken;

    private @Nullable FailureException failed;

    InnerReply(ChatReply reply, AgentRun run, AgentCalls calls) {
        this.reply = reply;
        this.run = run;
        this.calls = calls;
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
                calls.passed().pulled(event);
            }
            return event;
        } catch (FailureException e) {
            calls.failedBelow(e);
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
        synchronized (this) {
            taken = true;
        }
        return reply;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (taken) {
                return;
            }
            taken = true;
        }
        calls.closed(this);
        reply.close();
    }
}
