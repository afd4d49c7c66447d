package dev.chasqui.testing;

import java.time.Duration;

/**
 * The wait for an effect that nothing signals. A server, for example, counts and logs an exchange
 * only after the client has read the end of the answer.
 */
public final class Polled {
    private static final Duration MOST = Duration.ofSeconds(20);

    private Polled() {}

    /**
     * A condition that becomes true by itself.
     *
     * @param <E> the checked exception of its check
     */
    @FunctionalInterface
    public interface Condition<E extends Exception> {
        /** Returns true if the condition holds now. */
        boolean holds() throws E;
    }

    /**
     * Assertions that become true by themselves.
     *
     * @param <E> the checked exception of the assertions
     */
    @FunctionalInterface
    public interface Assertions<E extends Exception> {
        /** Throws an {@link AssertionError} if they do not hold now. */
        void check() throws E;
    }

    /**
     * Waits until a condition holds, at most 20 s.
     *
     * @param what the awaited effect, such as "the tokens are counted"
     * @throws AssertionError if it does not hold in time; it names the effect
     */
    public static <E extends Exception> void until(String what, Condition<E> condition) throws E {
        until(what, MOST, condition);
    }

    /**
     * Waits until a condition holds.
     *
     * @param what the awaited effect, such as "the tokens are counted"
     * @param most the longest wait
     * @throws AssertionError if it does not hold in time; it names the effect
     */
    public static <E extends Exception> void until(
            String what, Duration most, Condition<E> condition) throws E {
        long began = System.nanoTime();
        while (!condition.holds()) {
            if (isOver(began, most)) {
                throw new AssertionError("not within " + most + ": " + what);
            }
            PollPause.take();
        }
    }

    /**
     * Waits until assertions hold, at most 20 s.
     *
     * @throws AssertionError if they do not hold in time: the last one that they threw
     */
    public static <E extends Exception> void untilPasses(Assertions<E> assertions) throws E {
        long began = System.nanoTime();
        while (true) {
            try {
                assertions.check();
                return;
            } catch (AssertionError e) {
                if (isOver(began, MOST)) {
                    throw e;
                }
            }
            PollPause.take();
        }
    }

    private static boolean isOver(long began, Duration most) {
        return System.nanoTime() - began > most.toNanos();
    }
}
