package dev.chasqui.application.exchange;

import dev.chasqui.application.bulkhead.AgentRun;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.decision.Decision;
import dev.chasqui.domain.decision.DecisionRequest;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The calls of the rest of the chain that one run of an agent makes, and the replies that it got.
 * Safe for use by several threads: an agent may use its chain from many.
 */
final class AgentCalls {
    /** The most failures from the rest of the chain that are known again. */
    private static final int MOST_BELOW = 64;

    private final AgentRun run;
    private final AgentGuard guard;
    private final ChatRequest got;
    private final PassedEvents passed = new PassedEvents();
    private final List<InnerReply> replies = new ArrayList<>();
    private final List<Failure> below = new ArrayList<>();
    private int proceeds;
    private boolean branched;

    /** The event that was given out last and is not written yet; null outside of {@code ready}. */
    private volatile @Nullable ReplyEvent unwritten;

    /**
     * @param guard the guard in front of the agent
     * @param got the request that the agent got
     */
    AgentCalls(AgentRun run, AgentGuard guard, ChatRequest got) {
        this.run = run;
        this.guard = guard;
        this.got = got;
    }

    /** Returns the comparison of what the agent pulls with what it gives out. */
    PassedEvents passed() {
        return passed;
    }

    /** Calls the rest of the chain for the agent. */
    ChatReply proceed(Chain chain, ChatRequest request, boolean branch) {
        note(request);
        checkModel(request.model());
        synchronized (this) {
            branched |= branch;
            if (++proceeds > 1) {
                passed.lose();
            }
        }
        run.facts().called();
        InnerReply inner = new InnerReply(inside(() -> chain.proceed(request)), run, this);
        synchronized (this) {
            replies.add(inner);
        }
        if (run.isOver()) {
            // The run ended while this thread of it waited.
            inner.close();
        }
        return inner;
    }

    /** Checks that the caller may ask for a model if an agent of its choice chose another one. */
    private void checkModel(String name) {
        if (!guard.step().ofConfig() && !name.equals(got.model())) {
            guard.rest().journal().checkModel(name);
        }
    }

    /** Asks the model questions for the agent. */
    Decision decide(Chain chain, DecisionRequest request) {
        checkModel(request.model());
        run.facts().called();
        return inside(() -> chain.decide(request));
    }

    /** Runs code of the rest of the chain, whose time is not the agent's own. */
    <T> T inside(Supplier<T> code) {
        run.enterInside();
        try {
            return code.get();
        } catch (FailureException e) {
            failedBelow(e);
            throw e;
        } finally {
            run.leaveInside();
        }
    }

    @SuppressWarnings("ReferenceEquality") // An agent that changes nothing hands on the same one.
    private void note(ChatRequest sent) {
        if (got != sent) {
            run.facts().changedRequest(RequestChange.addedChars(got, sent));
        }
    }

    /** Notes a failure that comes from the rest of the chain. */
    synchronized void failedBelow(FailureException e) {
        if (below.size() < MOST_BELOW) {
            below.add(e.failure());
        }
    }

    /** Returns true if a failure came from the rest of the chain. */
    synchronized boolean cameFromBelow(Failure failure) {
        return below.contains(failure);
    }

    /** Returns true if the agent has not called the rest of the chain for a reply. */
    synchronized boolean none() {
        return proceeds == 0;
    }

    /** Returns the inner reply if the agent hands on just that: then it has no part in it. */
    @SuppressWarnings("ReferenceEquality")
    synchronized Optional<ChatReply> untouched(ChatReply reply) {
        return isOne() && replies.getFirst() == reply
                ? Optional.of(replies.getFirst().take())
                : Optional.empty();
    }

    /** Returns true if there was one call for a reply, outside of any branch, and it has begun. */
    private synchronized boolean isOne() {
        return proceeds == 1 && replies.size() == 1 && !branched;
    }

    /** Returns the failure of the only call for a reply; empty if there is none. */
    synchronized Optional<FailureException> onlyFailure() {
        return proceeds == 1 && replies.isEmpty() && below.size() == 1
                ? Optional.of(new FailureException(below.getFirst()))
                : Optional.empty();
    }

    /** Returns true if the inner reply could go on without the agent. */
    synchronized boolean mayGoOn() {
        return isOne() && !passed.isChanged();
    }

    /** Returns the rest of the inner reply; empty if it cannot go on without the agent. */
    synchronized Optional<ChatReply> rest() {
        if (!mayGoOn() || run.isInside()) {
            return Optional.empty();
        }
        List<ReplyEvent> first = new ArrayList<>();
        ReplyEvent last = unwritten;
        if (last != null) {
            first.add(last);
        }
        first.addAll(passed.held());
        return Optional.of(new RestOfReply(first, replies.getFirst().take()));
    }

    /** Notes the event that is given out and not written yet; null if there is none. */
    void unwritten(@Nullable ReplyEvent last) {
        unwritten = last;
    }

    /** Forgets a reply that is closed. */
    synchronized void closed(InnerReply reply) {
        replies.remove(reply);
    }

    /** Closes the replies that the agent got, except one that goes on without it. */
    void close() {
        List<InnerReply> all;
        synchronized (this) {
            all = List.copyOf(replies);
        }
        all.forEach(GuardedRun::closeQuietly);
    }
}
