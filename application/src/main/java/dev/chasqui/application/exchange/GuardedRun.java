package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.Step;
import dev.chasqui.application.bulkhead.AgentRun;
import dev.chasqui.application.bulkhead.Bulkhead;
import dev.chasqui.application.bulkhead.RunFacts;
import dev.chasqui.application.port.exchange.AgentReport.Outcome;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
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
    private final Step step;
    private final AgentChain rest;
    private final ExchangeHold hold;
    private final @Nullable GuardedRun outer;
    private final Bulkhead bulkhead;
    private final RunFacts facts;
    private final boolean open;
    private final AgentRun run;
    private final @Nullable AgentClosing aside;
    private final GivenSize size;
    private final RunFailures failures;
    private final Exchange seen;
    private final Exchange beneath;
    private final AgentCalls calls;
    private final AtomicBoolean leftBehind = new AtomicBoolean();
    private volatile @Nullable AgentLane lane;
    private volatile boolean out;

    GuardedRun(
            AgentGuard guard,
            ChatRequest request,
            Bulkhead bulkhead,
            RunFacts facts,
            Bulkhead.Pass pass,
            boolean open) {
        this.step = guard.step();
        this.rest = guard.rest();
        this.hold = rest.hold();
        this.outer = guard.outer();
        this.bulkhead = bulkhead;
        this.facts = facts;
        this.open = open;
        AgentLanes lanes = hold.lanes();
        this.aside =
                step.trusted() || lanes == null
                        ? null
                        : new AgentClosing(step, bulkhead, hold, lanes);
        this.run = AgentRun.begin(facts, pass, bulkhead.limits(), hold.bulkheads().sweeper(), this);
        this.calls = new AgentCalls(run, guard, request);
        Exchange exchange = rest.exchange();
        this.failures = new RunFailures(step.name(), exchange, calls);
        this.size = new GivenSize(step.name(), bulkhead.limits());
        this.seen = exchange.scope(this::progress, facts::note, this::closeAside);
        this.beneath = exchange.scope(exchange::progress, (_, _) -> {}, Runnable::run);
    }

    /** Runs a closer of the agent, for which nobody waits if its code may hang. */
    private void closeAside(Runnable closer) {
        AgentClosing own = aside;
        if (own == null) {
            closer.run();
        } else {
            own.start(closer);
        }
    }

    /** Writes to the client, which may be slow: that is not the agent's own time. */
    private void progress(String text) {
        size.count(text.length());
        run.enterInside();
        try {
            rest.exchange().progress(text);
        } finally {
            run.leaveInside();
        }
    }

    /** Returns true if this run, or one around it, is of this agent. */
    boolean runs(String agent) {
        return step.name().equals(agent) || (outer != null && outer.runs(agent));
    }

    GivenSize size() {
        return size;
    }

    AgentRun run() {
        return run;
    }

    AgentCalls calls() {
        return calls;
    }

    /**
     * Runs the agent and returns its reply, or the reply of the rest of the chain if the agent
     * failed and may be skipped.
     */
    ChatReply handle(ChatRequest request) {
        Chain chain = new GuardedChain(calls, rest.on(beneath).inside(this), seen, false);
        AgentClosing lanes = aside;
        ChatReply late = null;
        try {
            ChatReply reply =
                    lanes == null ? called(request, chain) : onLane(lanes, request, chain);
            late = reply;
            return begun(reply);
        } catch (FailureException e) {
            try {
                return without(e, request);
            } finally {
                if (late != null) {
                    // Only now, since closing it would close a reply that goes on without it.
                    ChatReply unwanted = late;
                    closeAside(() -> closeQuietly(unwanted));
                }
            }
        }
    }

    private ChatReply called(ChatRequest request, Chain chain) {
        ChatReply reply = call(() -> step.agent().handle(request, chain));
        if (reply == null) {
            throw new FailureException(new Failure.AgentFailed(step.name(), "it gave no reply"));
        }
        return reply;
    }

    private ChatReply onLane(AgentClosing closing, ChatRequest request, Chain chain) {
        AgentLane own = new AgentLane();
        lane = own;
        try {
            return own.run(
                    closing.lanes(),
                    rest.exchange().cancellation(),
                    () -> called(request, chain),
                    late -> closing.run(late::close));
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
            throw run.overdue().orElseGet(() -> failures.named(e));
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
        calls.unwritten(last);
        boolean more = call(reply::ready);
        if (!run.isStuck()) {
            calls.unwritten(null);
        }
        return more;
    }

    private ChatReply begun(ChatReply reply) {
        Optional<FailureException> overdue = run.overdue();
        if (overdue.isPresent()) {
            throw overdue.get();
        }
        Optional<ChatReply> untouched = calls.untouched(reply);
        if (untouched.isPresent()) {
            out = true;
            run.end(Outcome.OK, Optional.empty());
            return untouched.get();
        }
        if (calls.none()) {
            calls.passed().lose();
            facts.changedReply();
        }
        return new GuardedReply(this, reply);
    }

    /** Ends a run that failed before it had a reply. */
    private ChatReply without(FailureException e, ChatRequest request) {
        Outcome outcome = failures.outcome(e.failure());
        if (open && outcome == Outcome.FAILED) {
            Optional<ChatReply> rest = calls.rest();
            if (rest.isPresent()) {
                skipped(e);
                return rest.get();
            }
            if (calls.none()) {
                skipped(e);
                return this.rest.proceed(request);
            }
            Optional<FailureException> cause = calls.onlyFailure();
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
        run.end(Outcome.SKIPPED, Optional.of(e.failure().message()));
        release(false);
    }

    /** Ends the run with a failure, and closes what it holds. */
    void fail(FailureException e) {
        run.end(failures.outcome(e.failure()), Optional.of(failures.reason(e.failure())));
        release(true);
    }

    /**
     * Returns the rest of the inner reply after a failure while the reply was pulled; empty if the
     * reply ends with the failure.
     */
    Optional<ChatReply> restAfter(FailureException e) {
        // The thread is here and writes what it has got.
        calls.unwritten(null);
        if (open && failures.outcome(e.failure()) == Outcome.FAILED) {
            Optional<ChatReply> rest = calls.rest();
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
        if (calls.passed().isChanged()) {
            facts.changedReply();
        }
        run.end(Outcome.OK, Optional.empty());
    }

    /** Ends the run when its reply is closed, if nothing ended it before. */
    void closed() {
        run.end(
                rest.exchange().cancellation().isCancelled() ? Outcome.CANCELLED : Outcome.OK,
                Optional.empty());
    }

    /**
     * Closes what the agent holds.
     *
     * @param repliesToo true if its inner replies, and its calls that still wait, are closed, too
     */
    private void release(boolean repliesToo) {
        closeOwn();
        if (repliesToo) {
            calls.close();
            closeQuietly(beneath.cancellation()::cancel);
        }
    }

    private void closeOwn() {
        closeAside(() -> closeQuietly(seen.cancellation()::cancel));
    }

    /**
     * Closes something, whatever its closer throws: the exchange ends, or goes on, all the same.
     */
    static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception | Error e) {
            // It is an agent's closer, and of no more use.
        }
    }

    @Override
    public void overdue() {
        boolean keep = open && calls.mayGoOn();
        if (leaves()) {
            // At once, while a thread of the exchange is there; it does not wait.
            closeOwn();
        }
        // The watch over all agents must not wait for a closer.
        Thread.ofVirtual().name("agent-closing").start(() -> release(!keep));
    }

    @Override
    public boolean leaves() {
        return aside != null;
    }

    @Override
    public void stuck(Thread thread) {
        LeftThread.report(step, thread);
        AgentClosing left = aside;
        if (left == null) {
            return;
        }
        leftBehind.set(true);
        left.lanes().leftBehind();
        bulkhead.leftBehind(step.code());
        if (run.isBack()) {
            cameBack();
        }
        if (run.isAbandoned()) {
            // The exchange has gone on, or ended, already.
            return;
        }
        FailureException failure = run.overdue().orElseThrow();
        AgentLane own = lane;
        if (own != null) {
            own.leave(failure);
            return;
        }
        boolean mayGoOn = open && isOutermost() && hold.exit().isCarriedBy(thread);
        Optional<ChatReply> rest = mayGoOn ? calls.rest() : Optional.empty();
        if (rest.isPresent()) {
            skipped(failure);
            hold.exit().leaveWith(rest.get());
        } else {
            run.end(
                    failures.outcome(failure.failure()),
                    Optional.of(failures.reason(failure.failure())));
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
            run.end(Outcome.FAILED, Optional.of(failures.named(e).failure().message()));
        } finally {
            run.closed();
            cameBack();
            var _ = Thread.interrupted();
        }
    }
}
