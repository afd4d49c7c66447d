package dev.chasqui.application.routing;

import dev.chasqui.application.port.Backend;
import dev.chasqui.application.routing.health.BackendHealth;
import dev.chasqui.application.routing.health.CheckRules;
import dev.chasqui.application.routing.health.CheckedHealth;
import dev.chasqui.application.routing.health.HealthRules;
import dev.chasqui.application.routing.queue.AwaitedPlace;
import dev.chasqui.application.routing.queue.RequestQueue;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * The state of one backend: its health, its open calls and its pauses. It is changed here alone;
 * others read {@link BackendFacts}. Safe for use by several threads.
 */
final class Standing {
    /** The longest pause that a backend may ask for; it may tell any number. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final String name;
    private final RequestQueue queue;
    private final OpenCount open;
    private final AtomicReference<BackendHealth> health;
    private final AtomicReference<CheckedHealth> checks =
            new AtomicReference<>(CheckedHealth.UNKNOWN);
    private final AtomicReference<@Nullable WeakReference<FailureException>> newestFailure =
            new AtomicReference<>();
    private volatile @Nullable RateGate rate;
    private final AtomicLong pausedUntil;

    Standing(String name, RequestQueue queue, long now) {
        this.name = name;
        this.queue = queue;
        open = new OpenCount(queue);
        health = new AtomicReference<>(BackendHealth.unknown(now));
        // Not until now: a request that has read the clock a little earlier would find a pause.
        pausedUntil = new AtomicLong(now - LONGEST_PAUSE.toNanos());
    }

    String name() {
        return name;
    }

    /**
     * @param drained true if an administrator has drained it
     */
    BackendFacts facts(Backend backend, BackendRule rule, boolean drained, long now) {
        return new BackendFacts(
                name,
                backend.zone(),
                rule,
                drained,
                open.open(),
                health.get(),
                checks.get(),
                pausedNanos(now),
                rule.rate().isEmpty() ? 0 : gate(rule).freesInNanos(now));
    }

    /** Returns the gate of a rate; a changed rate begins anew. */
    private RateGate gate(BackendRule rule) {
        RateGate known = rate;
        if (known != null && known.isOf(rule.rate())) {
            return known;
        }
        synchronized (this) {
            RateGate latest = rate;
            if (latest == null || !latest.isOf(rule.rate())) {
                latest = new RateGate(rule.rate());
                rate = latest;
            }
            return latest;
        }
    }

    /**
     * Begins a call, if the backend may get one more.
     *
     * @param probe true if the call shall be the probe; then it begins only if no other one is
     */
    boolean enter(BackendRule rule, boolean probe, long now) {
        if (!open.enter(rule.maxConcurrency())) {
            return false;
        }
        if (probe && !beginProbe(now)) {
            open.leave();
            return false;
        }
        if (rule.rate().isEmpty() || gate(rule).enter(now)) {
            return true;
        }
        open.leave();
        undecided(probe, now);
        return false;
    }

    /** Adds the things of which a call takes a place under a rule. */
    void addPlaces(BackendRule rule, List<AwaitedPlace> to) {
        if (rule.maxConcurrency().isPresent()) {
            to.add(new PlaceOfCalls(open, rule.maxConcurrency().getAsInt()));
        }
        if (!rule.rate().isEmpty()) {
            to.add(new PlaceInRate(gate(rule)));
        }
    }

    private boolean beginProbe(long now) {
        BackendHealth before = health.get();
        return before.isProbeDue(now) && health.compareAndSet(before, before.probed(now));
    }

    /** Returns the open calls. */
    OpenCount calls() {
        return open;
    }

    /** Returns true if its checks say so. */
    boolean isDown() {
        return checks.get().down();
    }

    /** Notes the outcome of a check, see {@link CheckedHealth#after}. */
    void checked(CheckRules rules, Optional<String> failure) {
        CheckedHealth before = checks.getAndUpdate(one -> one.after(rules, failure));
        if (before.down() && !checks.get().down()) {
            queue.freed(this);
        }
    }

    void begun(HealthRules rules, long now, long firstEvent) {
        change(before -> before.begun(rules, now, firstEvent));
    }

    void answered(HealthRules rules, long began, long now) {
        change(before -> before.answered(rules, began, now));
    }

    /**
     * Returns true if the failure is that of the call before: a request to the backend that several
     * calls share has failed once.
     */
    boolean isKnown(FailureException failure) {
        WeakReference<FailureException> before =
                newestFailure.getAndSet(new WeakReference<>(failure));
        return before != null && before.refersTo(failure);
    }

    void failed(HealthRules rules, long began, long now, String why, boolean probe) {
        change(before -> before.failed(rules, began, now, why, probe));
    }

    void undecided(boolean probe, long began) {
        change(before -> before.undecided(began, probe));
    }

    /** Changes the health, and tells those that wait for the return if it may come sooner now. */
    private void change(UnaryOperator<BackendHealth> change) {
        BackendHealth before = health.getAndUpdate(change);
        if (before.phase() != BackendHealth.Phase.UP && before.phase() != health.get().phase()) {
            queue.freed(this);
        }
    }

    /** Returns true if the backend gets no usual requests now: it is down, ejected or paused. */
    boolean isAway(long now) {
        return checks.get().down() || returnsInNanos(now) > 0;
    }

    /** Returns the time until it is no longer ejected or paused; 0 if nobody knows. */
    long returnsInNanos(long now) {
        return checks.get().down()
                ? 0
                : Math.max(health.get().probeDueInNanos(now), pausedNanos(now));
    }

    /** Returns the time for which the backend has asked for no more calls; 0 for none. */
    long pausedNanos(long now) {
        return Math.max(0, pausedUntil.get() - now);
    }

    /** Notes that the backend asked for no more calls for a time; it shortens no earlier pause. */
    void pause(Duration time, long now) {
        long nanos = time.compareTo(LONGEST_PAUSE) < 0 ? time.toNanos() : LONGEST_PAUSE.toNanos();
        pausedUntil.accumulateAndGet(
                now + nanos, (before, after) -> after - before > 0 ? after : before);
    }
}
