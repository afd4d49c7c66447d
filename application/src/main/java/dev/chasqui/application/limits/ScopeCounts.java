package dev.chasqui.application.limits;

import dev.chasqui.application.callers.LimitedScope;
import dev.chasqui.application.port.exchange.LimitState;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.account.Limit;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The counts of one owner. They do not know the limits, which come with each request: so a changed
 * limit finds the counts as they are. All methods but {@link #lock} and {@link #unlock} are called
 * by the thread that holds the lock.
 */
final class ScopeCounts {
    /** The most tokens that one request is counted with, so that no sum overflows. */
    private static final long MOST_TOKENS = 1_000_000_000_000L;

    /** The wait that is advised if it depends on running requests. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final long place;
    private final ReentrantLock lock = new ReentrantLock();
    private final RequestRing requests = new RequestRing();
    private final List<TokenWindow> tokens = new ArrayList<>(1);
    private long longest;
    private long running;
    private boolean gone;

    /**
     * Makes empty counts.
     *
     * @param place the place in the order in which several locks are taken, unique
     */
    ScopeCounts(long place) {
        this.place = place;
    }

    long place() {
        return place;
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /** Returns true if others have taken the place of these counts, which must not be used. */
    boolean isGone() {
        return gone;
    }

    /**
     * Returns the reason for which a request may not begin now; null if it may. Changes nothing.
     *
     * @param estimate the tokens of the request; null if it uses none
     */
    @Nullable LimitRefusal refusal(LimitedScope scope, @Nullable TokenEstimate estimate, long now) {
        LimitRefusal worst = null;
        for (Limit limit : scope.limits()) {
            LimitRefusal refusal = refusal(scope.whose(), limit, estimate, now);
            if (refusal != null
                    && (worst == null || refusal.delay().compareTo(worst.delay()) > 0)) {
                worst = refusal;
            }
        }
        return worst;
    }

    private @Nullable LimitRefusal refusal(
            String whose, Limit limit, @Nullable TokenEstimate estimate, long now) {
        return switch (limit) {
            case Limit.Requests(long most, Duration window) -> {
                long wait = requests.freesIn(most, window.toNanos(), now);
                yield wait == 0 ? null : LimitRefusal.requests(whose, most, window, nanos(wait));
            }
            case Limit.Tokens(long most, Duration window) ->
                    estimate == null ? null : tokens(whose, most, window, estimate, now);
            case Limit.Concurrency(long most) ->
                    running < most ? null : LimitRefusal.concurrency(whose, most, SOON);
        };
    }

    private @Nullable LimitRefusal tokens(
            String whose, long most, Duration window, TokenEstimate estimate, long now) {
        long prompt = prompt(estimate);
        if (prompt > most) {
            return LimitRefusal.tooLong(whose, most, window, prompt);
        }
        TokenWindow counts = window(window.toNanos(), now);
        long left = counts.left(most, now);
        if (prompt <= left) {
            return null;
        }
        long wait = counts.freesIn(prompt, most, now);
        return wait < 0
                ? LimitRefusal.reserved(whose, most, window, SOON)
                : LimitRefusal.tokens(whose, most, window, prompt, Math.max(0, left), nanos(wait));
    }

    /** A request without text uses one token at least. */
    private static long prompt(TokenEstimate estimate) {
        return Math.clamp(estimate.prompt(), 1, MOST_TOKENS);
    }

    /**
     * Counts a request that begins now.
     *
     * @return the tokens that it has reserved, by their windows
     */
    List<Reservation> begin(LimitedScope scope, @Nullable TokenEstimate estimate, long now) {
        running++;
        long keep = 0;
        longest = 0;
        List<Reservation> reserved = List.of();
        for (Limit limit : scope.limits()) {
            switch (limit) {
                case Limit.Requests(long most, Duration window) -> {
                    keep = Math.max(keep, most);
                    longest = Math.max(longest, window.toNanos());
                }
                case Limit.Tokens(long most, Duration window) when estimate != null -> {
                    TokenWindow counts = window(window.toNanos(), now);
                    // Two limits of the same window share its count.
                    if (reserved.stream()
                            .noneMatch(one -> one.window().window() == counts.window())) {
                        reserved = new ArrayList<>(reserved);
                        reserved.add(reserve(most, counts, estimate, now));
                    }
                }
                case Limit.Tokens _, Limit.Concurrency _ -> {}
            }
        }
        if (keep > 0) {
            requests.add(keep, longest, now);
        }
        return reserved;
    }

    /** Reserves the estimate, but for the answer not more than is left. */
    private static Reservation reserve(
            long most, TokenWindow counts, TokenEstimate estimate, long now) {
        long answer = Math.clamp(estimate.completion(), 0, MOST_TOKENS);
        long amount = Math.min(prompt(estimate) + answer, counts.left(most, now));
        counts.reserve(amount);
        return new Reservation(counts, amount);
    }

    /** Ends a request that used so many tokens. */
    void end(List<Reservation> reserved, long used, long now) {
        running--;
        long counted = Math.clamp(used, 0, MOST_TOKENS);
        for (TokenWindow window : tokens) {
            long amount = 0;
            for (Reservation one : reserved) {
                amount += one.window().window() == window.window() ? one.amount() : 0;
            }
            window.settle(amount, counted, now);
        }
    }

    /** Returns what is left of a limit. */
    LimitState.OfLimit left(Limit.Requests limit, long now) {
        long window = limit.window().toNanos();
        return new LimitState.OfLimit(
                limit.most(),
                Math.max(0, limit.most() - requests.count(window, now)),
                nanos(requests.emptyIn(window, now)));
    }

    /** Returns what is left of a limit. */
    LimitState.OfLimit left(Limit.Tokens limit, long now) {
        TokenWindow counts = window(limit.window().toNanos(), now);
        return new LimitState.OfLimit(
                limit.most(),
                Math.max(0, counts.left(limit.most(), now)),
                nanos(counts.emptyIn(now)));
    }

    /**
     * Makes these counts unusable if they are empty.
     *
     * @return true if they are unusable now
     */
    boolean leaveIfEmpty(long now) {
        requests.forget(Long.MAX_VALUE, longest, now);
        tokens.removeIf(window -> running == 0 && window.isEmpty(now));
        gone = running == 0 && requests.isEmpty() && tokens.isEmpty();
        return gone;
    }

    private TokenWindow window(long length, long now) {
        for (TokenWindow window : tokens) {
            if (window.window() == length) {
                return window;
            }
        }
        TokenWindow added = new TokenWindow(length, now);
        tokens.add(added);
        return added;
    }

    private static Duration nanos(long nanos) {
        return Duration.ofNanos(nanos);
    }

    /** The tokens that a running request has reserved in a window. */
    record Reservation(TokenWindow window, long amount) {}
}
