package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.Step;
import dev.chasqui.application.bulkhead.AgentRun;
import dev.chasqui.application.bulkhead.Bulkhead;
import dev.chasqui.application.bulkhead.RunFacts;
import dev.chasqui.application.port.AgentReport.Outcome;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.decision.Decision;
import dev.chasqui.domain.decision.DecisionRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * One run of an agent behind its guard. Everything that the agent throws, also while its reply is
 * pulled, becomes a failure that names the agent; a failure from the rest of the chain, and one
 * that the agent throws on purpose, pass as they are.
 *
 * <p>The agent sees a scope of the exchange, and its calls run in another one. So what it holds can
 * be closed by itself, and its inner reply can go on without it. This is sound only while the agent
 * has given out nothing but the events of one inner reply, in their order ({@link PassedEvents}),
 * and that reply is of its only call, outside of any branch, with no thread of the agent in it.
 * Then the events that it pulled and held back come first. In all other cases {@link
 * dev.chasqui.domain.agent.OnFailure#OPEN} ends the exchange as {@code CLOSED} does; so it does for
 * an agent that has called the chain several times, since none of the replies is the answer.
 *
 * <p>Safe for use by several threads: an agent may use its chain from many.
 */
final class GuardedRun implements AgentRun.Owner {
    /** The most failures from the rest of the chain that are known again. */
    private static final int MOST_BELOW = 64;

    private final Step step;
    private final AgentChain rest;
    private final ExchangeHold hold;
    private final @Nullable GuardedRun outer;
    private final Bulkhead bulkhead;
    private final RunFacts facts;
    private final boolean open;
    private final AgentRun run;
    private final Executor closing;
    private final Exchange seen;
    private final Exchange calls;
    private final PassedEvents passed = new PassedEvents();
    private final AtomicBoolean leftBehind = new AtomicBoolean();
    private final List<InnerReply> replies = new ArrayList<>();
    private final List<Failure> below = new ArrayList<>();
    private int proceeds;
    private boolean branched;
    private @Nullable ChatRequest got;
    private volatile @Nullable CompletableFuture<ChatReply> lane;
    private volatile boolean out;

    /** The event that was given out last and is not written yet; null outside of {@code ready}. */
    private volatile @Nullable ReplyEvent unwritten;

    GuardedRun(
            AgentGuard guard, Bulkhead bulkhead, RunFacts facts, Bulkhead.Pass pass, boolean open) {
        this.step = guard.step();
        this.rest = guard.rest();
        this.hold = rest.hold();
        this.outer = guard.outer();
        this.bulkhead = bulkhead;
        this.facts = facts;
        this.open = open;
        AgentLanes lanes = hold.lanes();
        this.closing = step.trusted() || lanes == null ? Runnable::run : lanes::start;
        this.seen = rest.exchange().scope(facts::note, closing);
        this.calls = rest.exchange().scope((_, _) -> {}, Runnable::run);
        this.run = AgentRun.begin(facts, pass, bulkhead.limits(), hold.bulkheads().sweeper(), this);
    }

    /** Returns true if this run, or one around it, is of this agent. */
    boolean runs(String agent) {
        return step.name().equals(agent) || (outer != null && outer.runs(agent));
    }

    /** Returns the most bytes that the agent may give out. */
    long mostReply() {
        return bulkhead.limits().mostReply();
    }

    AgentRun run() {
        return run;
    }

    PassedEvents passed() {
        return passed;
    }

    /**
     * Runs the agent and returns its reply, or the reply of the rest of the chain if the agent
     * failed and may be skipped.
     */
    ChatReply handle(ChatRequest request) {
        got = request;
        Chain chain = new GuardedChain(this, rest.on(calls).inside(this), seen, false);
        AgentLanes lanes = hold.lanes();
        try {
            ChatReply reply =
                    step.trusted() || lanes == null
                            ? called(request, chain)
                            : onLane(lanes, request, chain);
            return begun(reply);
        } catch (FailureException e) {
            return without(e, request);
        }
    }

    private ChatReply called(ChatRequest request, Chain chain) {
        ChatReply reply = call(() -> step.agent().handle(request, chain));
        if (reply == null) {
            throw new FailureException(new Failure.AgentFailed(step.name(), "it gave no reply"));
        }
        return reply;
    }

    /**
     * Runs the agent on a thread of its own, so that the agents around it go on if it does not
     * stop.
     */
    private ChatReply onLane(AgentLanes lanes, ChatRequest request, Chain chain) {
        CompletableFuture<ChatReply> begun = new CompletableFuture<>();
        lane = begun;
        lanes.start(
                () -> {
                    try {
                        ChatReply reply = called(request, chain);
                        if (!begun.complete(reply)) {
                            reply.close();
                        }
                    } catch (Throwable e) {
                        begun.completeExceptionally(e);
                    }
                });
        try (var _ =
                rest.exchange()
                        .cancellation()
                        .onCancel(
                                () ->
                                        begun.completeExceptionally(
                                                new FailureException(new Failure.Cancelled())))) {
            return begun.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof FailureException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new FailureException(new Failure.Cancelled(), e);
        } finally {
            lane = null;
        }
    }

    /**
     * Runs code of the agent on the present thread, under its clock.
     *
     * @throws FailureException for everything that the code throws
     */
    <T extends @Nullable Object> T call(Supplier<T> code) {
        run.call();
        try {
            return code.get();
        } catch (FailureException e) {
            throw run.overdue().orElse(e);
        } catch (Throwable e) {
            // The agent's code may throw anything, also checked exceptions that it does not
            // declare.
            throw run.overdue().orElseGet(() -> named(e));
        } finally {
            run.back();
            cameBack();
            // An interrupt that the agent left behind, or that came late, would end later waits on
            // this thread. Cancelling an exchange needs no interrupt: it closes the resources.
            var _ = Thread.interrupted();
        }
    }

    /**
     * Asks the agent's reply if it has more.
     *
     * @param last the event before; whoever asks writes it afterwards
     */
    boolean ready(ChatReply reply, @Nullable ReplyEvent last) {
        unwritten = last;
        boolean more = call(reply::ready);
        unwritten = null;
        return more;
    }

    private FailureException named(Throwable thrown) {
        Failure failure =
                rest.exchange().cancellation().isCancelled()
                        ? new Failure.Cancelled()
                        : new Failure.AgentFailed(step.name(), thrown.getClass().getSimpleName());
        return new FailureException(failure, thrown);
    }

    private ChatReply begun(ChatReply reply) {
        Optional<FailureException> overdue = run.overdue();
        if (overdue.isPresent()) {
            closing.execute(() -> closeQuietly(reply));
            throw overdue.get();
        }
        Optional<ChatReply> untouched = untouched(reply);
        if (untouched.isPresent()) {
            out = true;
            run.end(Outcome.OK, Optional.empty());
            return untouched.get();
        }
        if (isOwnAnswer()) {
            passed.lose();
            facts.changedReply();
        }
        return new GuardedReply(this, reply);
    }

    private synchronized boolean isOwnAnswer() {
        return proceeds == 0;
    }

    /** Returns the inner reply if the agent hands on just that: then it has no part in it. */
    @SuppressWarnings("ReferenceEquality")
    private synchronized Optional<ChatReply> untouched(ChatReply reply) {
        return replies.size() == 1 && proceeds == 1 && !branched && replies.getFirst() == reply
                ? Optional.of(replies.getFirst().take())
                : Optional.empty();
    }

    /** Calls the rest of the chain for the agent. */
    ChatReply proceed(Chain chain, ChatRequest request, boolean branch) {
        note(request);
        synchronized (this) {
            branched |= branch;
            if (++proceeds > 1) {
                passed.lose();
            }
        }
        facts.called();
        ChatReply reply = inside(() -> chain.proceed(request));
        InnerReply inner = new InnerReply(reply, run, passed, this::failedBelow);
        synchronized (this) {
            replies.add(inner);
        }
        return inner;
    }

    /** Asks the model questions for the agent. */
    Decision decide(Chain chain, DecisionRequest request) {
        facts.called();
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
        ChatRequest before = got;
        if (before != null && before != sent) {
            facts.changedRequest(RequestChange.addedChars(before, sent));
        }
    }

    private synchronized void failedBelow(FailureException e) {
        if (below.size() < MOST_BELOW) {
            below.add(e.failure());
        }
    }

    private synchronized Outcome outcome(Failure failure) {
        if (rest.exchange().cancellation().isCancelled()) {
            return Outcome.CANCELLED;
        }
        if (failure instanceof Failure.AgentFailed(var agent, _) && agent.equals(step.name())) {
            return Outcome.FAILED;
        }
        return below.contains(failure) ? Outcome.FAILED_BELOW : Outcome.REFUSED;
    }

    /** Ends a run that failed before it had a reply. */
    private ChatReply without(FailureException e, ChatRequest request) {
        Outcome outcome = outcome(e.failure());
        if (open && outcome == Outcome.FAILED) {
            Optional<ChatReply> rest = rest();
            if (rest.isPresent()) {
                skipped(e);
                return rest.get();
            }
            if (isOwnAnswer()) {
                skipped(e);
                return this.rest.proceed(request);
            }
            Optional<FailureException> cause = onlyBelow();
            if (cause.isPresent()) {
                skipped(e);
                throw cause.get();
            }
        }
        fail(e);
        throw e;
    }

    private void skipped(FailureException e) {
        out = true;
        run.end(Outcome.SKIPPED, Optional.of(e.getMessage()));
        release(false);
    }

    /** Ends the run with a failure, and closes what it holds. */
    void fail(FailureException e) {
        run.end(outcome(e.failure()), Optional.of(reason(e.failure())));
        release(true);
    }

    /** Returns the reason without what the words of a backend or a caller's request may quote. */
    private String reason(Failure failure) {
        return failure instanceof Failure.AgentFailed own ? own.message() : failure.code();
    }

    private synchronized Optional<FailureException> onlyBelow() {
        return proceeds == 1 && replies.isEmpty() && below.size() == 1
                ? Optional.of(new FailureException(below.getFirst()))
                : Optional.empty();
    }

    /** Returns the rest of the inner reply; empty if it cannot go on without the agent. */
    private synchronized Optional<ChatReply> rest() {
        if (replies.size() != 1 || branched || passed.isChanged() || run.isInside()) {
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

    /**
     * Returns the rest of the inner reply after a failure while the reply was pulled; empty if the
     * reply ends with the failure.
     */
    Optional<ChatReply> restAfter(FailureException e) {
        // The thread is here and writes what it has got.
        unwritten = null;
        if (open && outcome(e.failure()) == Outcome.FAILED) {
            Optional<ChatReply> rest = rest();
            if (rest.isPresent()) {
                skipped(e);
                return rest;
            }
        }
        fail(e);
        return Optional.empty();
    }

    /** Ends the run at the end of its reply. */
    void done() {
        if (passed.isChanged()) {
            facts.changedReply();
        }
        run.end(Outcome.OK, Optional.empty());
    }

    /** Ends the run when its reply is closed, if nothing ended it before. */
    void closed() {
        run.end(
                rest.exchange().cancellation().isCancelled() ? Outcome.CANCELLED : Outcome.OK,
                Optional.empty());
        run.forget();
    }

    /**
     * Closes what the agent holds.
     *
     * @param repliesToo true if its inner replies, and its calls that still wait, are closed, too
     */
    private void release(boolean repliesToo) {
        closing.execute(() -> closeQuietly(seen.cancellation()::cancel));
        if (repliesToo) {
            closeReplies();
            closeQuietly(calls.cancellation()::cancel);
        }
    }

    /** Closes the inner replies that the agent got, except one that goes on without it. */
    void closeReplies() {
        List<InnerReply> all;
        synchronized (this) {
            all = List.copyOf(replies);
        }
        all.forEach(GuardedRun::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception | Error e) {
            // The exchange ends, or goes on, whatever an agent's closer throws.
        }
    }

    @Override
    public void overdue() {
        boolean keep = open && mayGoOn();
        Runnable close = () -> release(!keep);
        // The watch over all agents must not wait for a closer.
        Thread.ofVirtual().name("agent-closing").start(close);
    }

    private synchronized boolean mayGoOn() {
        return replies.size() == 1 && !branched && !passed.isChanged();
    }

    @Override
    public void stuck(Thread thread) {
        LeftThread.report(step, thread);
        AgentLanes lanes = hold.lanes();
        if (step.trusted() || lanes == null) {
            return;
        }
        leftBehind.set(true);
        lanes.leftBehind();
        bulkhead.leftBehind(step.agent().getClass());
        if (run.isBack()) {
            cameBack();
        }
        FailureException failure = run.overdue().orElseThrow();
        CompletableFuture<ChatReply> begun = lane;
        if (begun != null) {
            begun.completeExceptionally(failure);
            return;
        }
        boolean mayGoOn = open && isOutermost() && hold.exit().isCarriedBy(thread);
        Optional<ChatReply> rest = mayGoOn ? rest() : Optional.empty();
        if (rest.isPresent()) {
            skipped(failure);
            hold.exit().leaveWith(rest.get());
        } else {
            run.end(outcome(failure.failure()), Optional.of(reason(failure.failure())));
            hold.exit().leave(failure);
            // The watch over all agents must not wait for a closer.
            Thread.ofVirtual().name("agent-closing").start(() -> release(true));
        }
    }

    /** Returns true if no agent around this one has a part in the reply. */
    private boolean isOutermost() {
        return outer == null || (outer.out && outer.isOutermost());
    }

    private void cameBack() {
        if (leftBehind.get() && leftBehind.getAndSet(false)) {
            bulkhead.cameBack();
        }
    }

    /** Closes the agent's reply, within a short time. What it throws is of no use to anyone. */
    void close(ChatReply reply) {
        run.closing();
        try {
            reply.close();
        } catch (Throwable e) {
            run.end(Outcome.FAILED, Optional.of(named(e).getMessage()));
        } finally {
            run.closed();
            cameBack();
            var _ = Thread.interrupted();
        }
    }
}
