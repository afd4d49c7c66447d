package dev.chasqui.application.exchange.sending;

import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;

/**
 * The one of a request's failures that its caller is told: rather of the model that was asked for
 * than of a fallback; then rather one that says when to try again, which helps more than that
 * another backend is down; then rather one of a backend that was asked. For use by one thread.
 */
public final class ToldFailure {
    private static final Comparator<Noted> RANK =
            Comparator.comparing(Noted::ofFallback)
                    .thenComparing(Noted::isUntimed)
                    .thenComparing(Noted::isUnasked);

    private @Nullable Noted best;
    private @Nullable Noted bestAsked;
    private boolean ofFallback;
    private int count;

    /**
     * Begins another model.
     *
     * @param isFallback true if the failures from now on are those of a fallback
     */
    public void turnTo(boolean isFallback) {
        ofFallback = isFallback;
    }

    /** Begins anew after a wait: why no backend was asked before is out of date. */
    public void beginAnew() {
        best = bestAsked;
    }

    /** Notes the failure of a backend that was asked; of equal ones the last is told. */
    public void asked(FailureException e) {
        count++;
        Noted next = new Noted(e, ofFallback, e.failure().retryDelay().isEmpty(), false);
        best = better(next, best);
        bestAsked = better(next, bestAsked);
    }

    private static Noted better(Noted next, @Nullable Noted before) {
        return before == null || RANK.compare(next, before) < (next.isUntimed() ? 1 : 0)
                ? next
                : before;
    }

    /** Notes a failure for which no backend was asked; of equal ones the first is told. */
    public void unasked(FailureException e) {
        count++;
        Noted next = new Noted(e, ofFallback, e.failure().retryDelay().isEmpty(), true);
        if (best == null || RANK.compare(next, best) < 0) {
            best = next;
        }
    }

    /** Returns the number of failures that were noted. */
    public int count() {
        return count;
    }

    /** Returns the failure. */
    public FailureException get() {
        if (best == null) {
            throw new IllegalStateException("nothing was tried, and nothing failed");
        }
        return best.failure;
    }

    private record Noted(
            FailureException failure, boolean ofFallback, boolean isUntimed, boolean isUnasked) {}
}
