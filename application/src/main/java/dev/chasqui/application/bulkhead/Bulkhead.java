package dev.chasqui.application.bulkhead;

import dev.chasqui.application.port.BulkheadState;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** The bulkhead of one agent, known by its command. Safe for use by several threads. */
public final class Bulkhead {
    /**
     * The most threads that may hang in the code of one agent at a time. Then it runs no more until
     * it is reloaded, since each of them may hold a processor.
     */
    static final int MOST_LEFT_BEHIND = 8;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final String agent;
    private final Places places;
    private final LongSupplier nanos;

    /**
     * The breakers by the version of the agent's code, as long as that is loaded: the failures of
     * another version say nothing about this one. Guarded by itself.
     */
    private final Map<Object, Breaker> breakers = new WeakHashMap<>();

    /** The breaker of the newest code; null if none has run yet. */
    private volatile @Nullable CodeBreaker newest;

    private final AtomicInteger leftBehind = new AtomicInteger();
    private volatile AgentLimits limits;

    /** The code that was switched off; null if none is. */
    private volatile @Nullable WeakReference<Object> switchedOff;

    private record CodeBreaker(WeakReference<Object> code, Breaker breaker) {}

    Bulkhead(String agent, AgentLimits limits, LongSupplier nanos) {
        this.agent = agent;
        this.limits = limits;
        this.places = new Places(limits.concurrency());
        this.nanos = nanos;
    }

    /** Returns the command of the agent. */
    public String agent() {
        return agent;
    }

    public AgentLimits limits() {
        return limits;
    }

    /** Replaces the limits, and lets an agent run again that was switched off. */
    void reset(AgentLimits next) {
        limits = next;
        restart();
        places.change(next.concurrency());
    }

    /** Lets an agent run again that was switched off, and forgets its failures. */
    void restart() {
        switchedOff = null;
        synchronized (breakers) {
            breakers.clear();
            newest = null;
        }
    }

    private Breaker breaker(Object code) {
        CodeBreaker known = newest;
        if (known != null && known.code().refersTo(code)) {
            return known.breaker();
        }
        synchronized (breakers) {
            Breaker older = breakers.get(code);
            if (older != null) {
                return older;
            }
            Breaker breaker = new Breaker(nanos);
            breakers.put(code, breaker);
            newest = new CodeBreaker(new WeakReference<>(code), breaker);
            return breaker;
        }
    }

    /**
     * Returns the reason for which code of the agent gets no exchanges now; empty if it gets them.
     */
    Optional<String> whyOff(Object code) {
        WeakReference<Object> off = switchedOff;
        Object bad = off == null ? null : off.get();
        if (bad != null && bad.equals(code)) {
            return Optional.of(hangs());
        }
        Optional<Breaker> own;
        synchronized (breakers) {
            own = Optional.ofNullable(breakers.get(code));
        }
        return own.flatMap(Breaker::pause).map(this::paused);
    }

    /**
     * Lets an agent into an exchange. Waits for a place.
     *
     * @param code the version of the agent's code; another one is not equal to it
     * @param inside true if the exchange has a place already, since it runs the same agent around
     *     this one: waiting for a second place could be for ever
     * @param cancellation ends the wait
     * @return the pass, which must be closed
     * @throws FailureException with {@code Overloaded} if it may not run now; with {@code
     *     Cancelled}
     */
    public Pass enter(Object code, boolean inside, Cancellation cancellation) {
        refuseSwitchedOff(code);
        Breaker breaker = breaker(code);
        Breaker.Entry entry = breaker.enter();
        if (entry.delay().isPresent()) {
            throw refused(paused(entry.delay().get()), entry.delay().get());
        }
        if (inside) {
            return new Pass(breaker, false, entry.trial());
        }
        boolean entered = false;
        try {
            entered = places.take(limits, cancellation);
        } finally {
            if (!entered) {
                breaker.undecided(entry.trial());
            }
        }
        if (!entered) {
            throw refused(
                    "runs in "
                            + limits.concurrency()
                            + " exchanges already, and too many wait for it; try again later, or"
                            + " raise its 'concurrency' in 'plugins.limits'",
                    RETRY_AFTER);
        }
        return new Pass(breaker, true, entry.trial());
    }

    private void refuseSwitchedOff(Object code) {
        WeakReference<Object> off = switchedOff;
        if (off == null) {
            return;
        }
        Object bad = off.get();
        if (bad == null || !bad.equals(code)) {
            // A reload has replaced it.
            switchedOff = null;
            return;
        }
        throw refused(hangs(), limits.pause());
    }

    private String paused(Duration left) {
        return "is switched off for "
                + left.plusMillis(999).toSeconds()
                + " s, since it failed again and again or did not stop; try again then, or mend it"
                + " and run 'chasqui agents reload "
                + agent
                + "'";
    }

    private String hangs() {
        return "is switched off, since it hangs in "
                + MOST_LEFT_BEHIND
                + " threads that do not stop; mend it and run 'chasqui agents reload "
                + agent
                + "', or restart the server";
    }

    private FailureException refused(String why, Duration retryAfter) {
        // A header rounds to whole seconds.
        Duration told = retryAfter.compareTo(RETRY_AFTER) < 0 ? RETRY_AFTER : retryAfter;
        return new FailureException(new Failure.Overloaded("agent '" + agent + "' " + why, told));
    }

    /** Returns a pass for a closer of the agent: it takes no place, and its end says nothing. */
    public Pass passForClosing() {
        return new Pass(new Breaker(nanos), false, Breaker.NO_TRIAL);
    }

    /** Notes that a thread was left behind in the agent's code; {@link #cameBack} may follow. */
    public void leftBehind(Object code) {
        breaker(code).open(limits);
        if (leftBehind.incrementAndGet() >= MOST_LEFT_BEHIND) {
            switchedOff = new WeakReference<>(code);
        }
    }

    /** Notes that a thread that was left behind has ended after all. */
    public void cameBack() {
        leftBehind.decrementAndGet();
    }

    BulkheadState state() {
        CodeBreaker present = newest;
        return new BulkheadState(
                agent,
                places.taken(),
                places.waiting(),
                switchedOff != null
                        ? BulkheadState.Breaker.SWITCHED_OFF
                        : present == null
                                ? BulkheadState.Breaker.CLOSED
                                : present.breaker().state(),
                leftBehind.get());
    }

    /** The right of one exchange to run the agent. Used by one thread at a time. */
    public final class Pass implements AutoCloseable {
        private final Breaker breaker;
        private final boolean place;
        private final long trial;
        private boolean over;

        private Pass(Breaker breaker, boolean place, long trial) {
            this.breaker = breaker;
            this.place = place;
            this.trial = trial;
        }

        /** Gives the right back after work that says nothing about the agent. Idempotent. */
        @Override
        public void close() {
            if (end()) {
                breaker.undecided(trial);
            }
        }

        void succeeded() {
            if (end()) {
                breaker.succeeded(trial);
            }
        }

        void failed() {
            if (end()) {
                breaker.failed(limits, trial);
            }
        }

        private synchronized boolean end() {
            if (over) {
                return false;
            }
            over = true;
            if (place) {
                places.give();
            }
            return true;
        }
    }
}
