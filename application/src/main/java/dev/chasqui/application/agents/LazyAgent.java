package dev.chasqui.application.agents;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The agent of one command, made at its first use. So its constructor, which may hang or fail as
 * any code of a plug-in, runs where the rest of the agent does: behind the guard, with its deadline
 * and its thread. Safe for use by several threads, which share one agent.
 */
final class LazyAgent implements Agent {
    private final Supplier<Agent> maker;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Agent made;

    LazyAgent(Supplier<Agent> maker) {
        this.maker = maker;
    }

    @Override
    public ChatReply handle(ChatRequest request, Chain chain) {
        return made().handle(request, chain);
    }

    /** Returns the agent; the first call makes it. */
    Agent made() {
        try {
            // The guard interrupts a thread that waits for a constructor that hangs in another one.
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        }
        try {
            Agent present = made;
            if (present == null) {
                present = maker.get();
                made = present;
            }
            return present;
        } finally {
            lock.unlock();
        }
    }
}
