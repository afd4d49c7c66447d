package dev.chasqui.application.limits;

import dev.chasqui.application.callers.LimitedScope;
import dev.chasqui.application.port.exchange.LimitState;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.account.Limit;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The counts of all owners.
 *
 * <p>A request locks the counts of its owners in one order, looks at all limits, and takes from all
 * or from none; there is no lock that all requests share. Counts in which nothing is left are
 * forgotten once a minute, by a request that comes then. Safe for use by several threads.
 */
final class LimitCounts {
    private static final long SWEEP = Duration.ofMinutes(1).toNanos();

    private static final Comparator<Counted> BY_PLACE =
            Comparator.comparingLong(one -> one.counts().place());

    private final LongSupplier clock;
    private final Map<String, ScopeCounts> counts = new ConcurrentHashMap<>();
    private final AtomicLong places = new AtomicLong();
    private final AtomicLong nextSweep;

    /**
     * Makes empty counts.
     *
     * @param clock nanoseconds of a clock that never goes back
     */
    LimitCounts(LongSupplier clock) {
        this.clock = clock;
        nextSweep = new AtomicLong(clock.getAsLong() + SWEEP);
    }

    /**
     * Lets a request begin.
     *
     * @param scopes the limits, each owner once
     * @param estimate the tokens; null if the request uses none
     * @throws FailureException with {@code RateLimited} if a limit is reached; then nothing has
     *     changed
     */
    Taken take(List<LimitedScope> scopes, @Nullable TokenEstimate estimate) {
        sweepIfDue();
        while (true) {
            List<Counted> counted = counted(scopes);
            counted.forEach(one -> one.counts().lock());
            try {
                if (!isAnyGone(counted)) {
                    return take(counted, estimate, clock.getAsLong());
                }
            } finally {
                counted.forEach(one -> one.counts().unlock());
            }
        }
    }

    private static boolean isAnyGone(List<Counted> counted) {
        for (Counted one : counted) {
            if (one.counts().isGone()) {
                return true;
            }
        }
        return false;
    }

    /** Returns the counts of all owners in the order in which they are locked. */
    private List<Counted> counted(List<LimitedScope> scopes) {
        List<Counted> counted = new ArrayList<>(scopes.size());
        for (LimitedScope scope : scopes) {
            counted.add(new Counted(scope, countsOf(scope.id())));
        }
        counted.sort(BY_PLACE);
        return counted;
    }

    private ScopeCounts countsOf(String id) {
        ScopeCounts known = counts.get(id);
        return known != null
                ? known
                : counts.computeIfAbsent(id, _ -> new ScopeCounts(places.getAndIncrement()));
    }

    private Taken take(List<Counted> counted, @Nullable TokenEstimate estimate, long now) {
        LimitRefusal worst = null;
        for (Counted one : counted) {
            LimitRefusal refusal = one.counts().refusal(one.scope(), estimate, now);
            if (refusal != null
                    && (worst == null || refusal.delay().compareTo(worst.delay()) > 0)) {
                worst = refusal;
            }
        }
        if (worst != null) {
            throw new FailureException(worst.failure());
        }
        List<List<ScopeCounts.Reservation>> reserved = new ArrayList<>(counted.size());
        for (Counted one : counted) {
            reserved.add(one.counts().begin(one.scope(), estimate, now));
        }
        return new Taken(counted, reserved);
    }

    /** Ends a request that used so many tokens; called once. */
    void end(Taken taken, long used) {
        for (int i = 0; i < taken.counted().size(); i++) {
            ScopeCounts scope = taken.counted().get(i).counts();
            scope.lock();
            try {
                scope.end(taken.reserved().get(i), used, clock.getAsLong());
            } finally {
                scope.unlock();
            }
        }
    }

    /** Returns what is left of limits now. */
    LimitState state(List<LimitedScope> scopes) {
        long now = clock.getAsLong();
        LimitState.@Nullable OfLimit requests = null;
        LimitState.@Nullable OfLimit tokens = null;
        for (LimitedScope scope : scopes) {
            if (scope.limits().isEmpty()) {
                continue;
            }
            ScopeCounts known = counts.get(scope.id());
            // Counts that were forgotten are empty.
            ScopeCounts there = known == null ? new ScopeCounts(0) : known;
            there.lock();
            try {
                for (Limit limit : scope.limits()) {
                    switch (limit) {
                        case Limit.Requests one -> requests = less(requests, there.left(one, now));
                        case Limit.Tokens one -> tokens = less(tokens, there.left(one, now));
                        case Limit.Concurrency _ -> {}
                    }
                }
            } finally {
                there.unlock();
            }
        }
        return new LimitState(
                Optional.ofNullable(requests), Optional.ofNullable(tokens), Optional.empty());
    }

    /** Returns the state with the least left; of two that are equal, the one that frees later. */
    private static LimitState.OfLimit less(
            LimitState.@Nullable OfLimit known, LimitState.OfLimit next) {
        if (known == null || next.left() < known.left()) {
            return next;
        }
        boolean later = next.left() == known.left() && next.frees().compareTo(known.frees()) > 0;
        return later ? next : known;
    }

    private void sweepIfDue() {
        long due = nextSweep.get();
        long now = clock.getAsLong();
        if (now - due >= 0 && nextSweep.compareAndSet(due, now + SWEEP)) {
            counts.values().removeIf(this::leaves);
        }
    }

    private boolean leaves(ScopeCounts scope) {
        scope.lock();
        try {
            return scope.leaveIfEmpty(clock.getAsLong());
        } finally {
            scope.unlock();
        }
    }

    /** Returns the number of owners that are counted. */
    int size() {
        return counts.size();
    }

    /** The limits of an owner with its counts. */
    private record Counted(LimitedScope scope, ScopeCounts counts) {}

    /**
     * The part of a running request in the counts of its owners.
     *
     * @param reserved the tokens that it has reserved with each owner
     */
    record Taken(List<Counted> counted, List<List<ScopeCounts.Reservation>> reserved) {}
}
