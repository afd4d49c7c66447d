package dev.chasqui.application.bulkhead;

import dev.chasqui.application.port.exchange.AgentReport;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One run of an agent: its clock, and what happens when its own time is over.
 *
 * <p>First what it holds is closed; half a second later its thread is interrupted; and if it has
 * not come back a second after that, it is given up. Whoever calls the agent's code says so by
 * {@link #call} and {@link #back}; whoever calls the rest of the chain for it, by {@link
 * #enterInside} and {@link #leaveInside}. A thread is interrupted only while it is in the agent's
 * own code, so that no wait of the server ends by it.
 *
 * <p>A run may end while its thread is still in the agent's code, as when the client has left. Then
 * it is watched on, as one whose own time is over, and keeps its place until that thread is back or
 * given up.
 *
 * <p>Safe for use by several threads.
 */
public final class AgentRun {
    /** The time between closing and the interrupt. */
    static final Duration GRACE = Duration.ofMillis(500);

    /** The time between the interrupt and giving up. */
    static final Duration LAST_GRACE = Duration.ofSeconds(1);

    /** The longest time that closing the agent's reply may take. */
    static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    /** The receiver of what the watch over the run finds. Must not wait. */
    public interface Owner {
        /** Returns true if the exchange leaves a thread behind that does not stop. */
        boolean leaves();

        /** The own time is over: what the agent holds must be closed. */
        void overdue();

        /**
         * The agent does not stop.
         *
         * @param thread the thread that hangs in it
         */
        void stuck(Thread thread);
    }

    private enum State {
        RUNNING,
        OVERDUE,
        INTERRUPTED,
        STUCK,
        OVER
    }

    private final RunFacts facts;
    private final Bulkhead.Pass pass;
    private final AgentLimits limits;
    private final RunSweeper sweeper;
    private final LongSupplier nanos;
    private final Owner owner;
    private final OwnTime time = new OwnTime();
    private State state = State.RUNNING;
    private @Nullable Thread thread;
    private @Nullable Thread closer;
    private long closingSince;
    private long overdueSince;
    private @Nullable FailureException failure;

    /** The outcome that the pass is not told yet; null if there is none. */
    private AgentReport.@Nullable Outcome untold;

    private boolean ended;
    private boolean abandoned;
    private boolean reported;

    private AgentRun(
            RunFacts facts,
            Bulkhead.Pass pass,
            AgentLimits limits,
            RunSweeper sweeper,
            LongSupplier nanos,
            Owner owner) {
        this.facts = facts;
        this.pass = pass;
        this.limits = limits;
        this.sweeper = sweeper;
        this.nanos = nanos;
        this.owner = owner;
    }

    /** Begins a run, which is watched until it has ended. */
    public static AgentRun begin(
            RunFacts facts,
            Bulkhead.Pass pass,
            AgentLimits limits,
            RunSweeper sweeper,
            Owner owner) {
        AgentRun run = new AgentRun(facts, pass, limits, sweeper, System::nanoTime, owner);
        sweeper.add(run);
        return run;
    }

    static AgentRun unwatched(
            RunFacts facts,
            Bulkhead.Pass pass,
            AgentLimits limits,
            RunSweeper sweeper,
            LongSupplier nanos,
            Owner owner) {
        return new AgentRun(facts, pass, limits, sweeper, nanos, owner);
    }

    /** Notes that the present thread calls the agent's code; {@link #back} must follow. */
    public synchronized void call() {
        thread = Thread.currentThread();
        time.call(nanos.getAsLong());
    }

    /** Notes that a call of the agent's code has returned. */
    public void back() {
        boolean over;
        synchronized (this) {
            thread = null;
            time.back(nanos.getAsLong());
            over = ended;
        }
        if (over) {
            settle();
        }
    }

    /** Notes that the present thread closes the agent's reply; {@link #closed} must follow. */
    public synchronized void closing() {
        if (state == State.OVER) {
            // The watch ended with the last event of the reply; its close is watched, too.
            state = State.RUNNING;
            sweeper.add(this);
        }
        closer = Thread.currentThread();
        closingSince = nanos.getAsLong();
    }

    /** Notes that the agent's reply is closed. */
    public void closed() {
        synchronized (this) {
            closer = null;
        }
        settle();
    }

    /**
     * Notes that the present thread enters the rest of the chain; {@link #leaveInside} must follow.
     *
     * @throws FailureException if the run is over, or its own time is: then nothing more is done
     *     for it
     */
    public synchronized void enterInside() {
        if (state != State.RUNNING) {
            throw failure != null ? failure : new FailureException(new Failure.Cancelled());
        }
        time.enterInside(nanos.getAsLong());
    }

    /** Notes that the present thread comes back from the rest of the chain. */
    public synchronized void leaveInside() {
        long now = nanos.getAsLong();
        time.leaveInside(now);
        if (abandoned && state == State.OVERDUE) {
            // Only now the agent's own code has to stop.
            overdueSince = now;
        }
    }

    /** Returns true if a thread is in the rest of the chain. */
    public synchronized boolean isInside() {
        return time.isInside();
    }

    /** Returns the failure of a run whose own time is over; empty if it is not. */
    public synchronized Optional<FailureException> overdue() {
        return state == State.RUNNING || state == State.OVER
                ? Optional.empty()
                : Optional.ofNullable(failure);
    }

    /** Returns true if the run has ended. */
    public synchronized boolean isOver() {
        return ended || state == State.STUCK;
    }

    /** Returns true if the run ended while a thread was in the agent's code. */
    public synchronized boolean isAbandoned() {
        return abandoned;
    }

    /** Returns true if no thread is in the agent's code. */
    public synchronized boolean isBack() {
        return thread == null && closer == null;
    }

    /** Returns true if the agent was given up. */
    public synchronized boolean isStuck() {
        return state == State.STUCK;
    }

    /**
     * Ends the run: the agent may not call the rest of the chain any more. The first end counts.
     *
     * @param how the outcome
     * @param why the reason for an outcome other than {@code OK}
     */
    public void end(AgentReport.Outcome how, Optional<String> why) {
        synchronized (this) {
            long now = nanos.getAsLong();
            facts.spent(time.spent(now));
            if (facts.end(how, why)) {
                untold = how;
            }
            if (!ended && thread != null && state != State.STUCK) {
                abandon(now);
            }
            ended = true;
        }
        settle();
    }

    private void abandon(long now) {
        abandoned = true;
        if (state == State.RUNNING) {
            state = State.OVERDUE;
            overdueSince = now;
            failure = new FailureException(new Failure.Cancelled());
        }
    }

    /** Ends the watch of a run that has ended, and gives its place back, if no thread is in it. */
    private void settle() {
        AgentReport.Outcome how;
        synchronized (this) {
            boolean gone = thread == null && closer == null;
            if (!ended || (!gone && state != State.STUCK)) {
                return;
            }
            if (state != State.STUCK) {
                state = State.OVER;
            }
            how = untold;
            untold = null;
        }
        sweeper.remove(this);
        switch (how) {
            case null -> {}
            case OK -> pass.succeeded();
            case FAILED, SKIPPED -> pass.failed();
            case RUNNING, TURNED_AWAY, REFUSED, FAILED_BELOW, CANCELLED -> pass.close();
        }
    }

    /** Returns the facts up to now. */
    public synchronized RunFacts facts() {
        facts.spent(time.spent(nanos.getAsLong()));
        return facts;
    }

    /** Checks the clock; called by the sweeper. */
    void check(long now) {
        Runnable then = () -> {};
        synchronized (this) {
            Thread caught = hanging(now);
            if (caught != null) {
                then = next(now, caught);
            }
        }
        then.run();
    }

    /** Returns the thread that is in the agent's code for too long; null if none is. */
    private @Nullable Thread hanging(long now) {
        boolean late = state == State.OVERDUE || state == State.INTERRUPTED;
        if (closer != null && (late || now - closingSince > LONGEST_CLOSE.toNanos())) {
            return closer;
        }
        boolean spent = late || time.spent(now) > limits.deadline().toNanos();
        return time.runs() && spent ? thread : null;
    }

    private Runnable next(long now, Thread caught) {
        switch (state) {
            case RUNNING -> {
                state = State.OVERDUE;
                overdueSince = now;
                failure = tooLong(caught);
                return owner::overdue;
            }
            case OVERDUE -> {
                if (now - overdueSince > GRACE.toNanos()) {
                    state = State.INTERRUPTED;
                    caught.interrupt();
                }
            }
            case INTERRUPTED -> {
                if (!reported && now - overdueSince > GRACE.plus(LAST_GRACE).toNanos()) {
                    reported = true;
                    if (owner.leaves()) {
                        state = State.STUCK;
                    }
                    sweeper.remove(this);
                    return () -> giveUp(caught);
                }
            }
            case STUCK, OVER -> {}
        }
        return () -> {};
    }

    private void giveUp(Thread caught) {
        try {
            owner.stuck(caught);
        } finally {
            settle();
        }
    }

    private FailureException tooLong(Thread caught) {
        String what =
                caught.equals(closer)
                        ? "closing its reply took more than " + LONGEST_CLOSE.toSeconds() + " s"
                        : "its own time was over after "
                                + limits.deadline().toMillis() / 1000.0
                                + " s ('deadline' in 'plugins.limits')";
        return new FailureException(new Failure.AgentFailed(facts.agent(), what));
    }
}
