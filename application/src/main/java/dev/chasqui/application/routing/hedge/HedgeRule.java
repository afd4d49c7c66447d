package dev.chasqui.application.routing.hedge;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The rule for the time after which a backend that has not begun its answer is late, so that a
 * second one is asked.
 *
 * @param after the time; zero if no second backend is ever asked
 * @param times the multiple of the backend's usual time to a first event that must be over, too; it
 *     alone decides if there is no {@code after}
 */
public record HedgeRule(Optional<Duration> after, OptionalDouble times) {
    /** The rule that says nothing. */
    public static final HedgeRule NONE = new HedgeRule(Optional.empty(), OptionalDouble.empty());

    /** The shortest time: before it, even a quick network is not late. */
    private static final Duration LEAST = Duration.ofMillis(10);

    /** Returns true if no second backend is ever asked. */
    public boolean isOff() {
        return after.isPresent() ? after.get().isZero() : times.isEmpty();
    }

    /**
     * Returns the time after which a backend is late; empty if it never is.
     *
     * @param usualNanos the usual time to its first event in nanoseconds; 0 if it is not known
     */
    public Optional<Duration> delay(long usualNanos) {
        if (isOff() || (after.isEmpty() && usualNanos == 0)) {
            return Optional.empty();
        }
        Duration usual = Duration.ofNanos((long) (times.orElse(0) * usualNanos));
        Duration least = after.filter(own -> own.compareTo(LEAST) > 0).orElse(LEAST);
        return Optional.of(usual.compareTo(least) > 0 ? usual : least);
    }
}
