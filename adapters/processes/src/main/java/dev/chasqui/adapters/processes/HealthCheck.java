package dev.chasqui.adapters.processes;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/**
 * Asks a server of this machine again and again whether it is ready.
 *
 * @param mark which the server and all that it has started have in their environment
 * @param seconds is told about every second how many have passed: while it loads, neither
 *     llama-server's health answer nor its output says more than that it does
 */
record HealthCheck(
        ServerProcess process, int port, Launch launch, String mark, LongConsumer seconds) {
    private static final Duration FIRST_REST = Duration.ofMillis(10);
    private static final Duration LONGEST_REST = Duration.ofMillis(250);

    /** A server that is loading may be slow to answer, or not answer at all. */
    private static final Duration ONE_ANSWER = Duration.ofSeconds(2);

    /** What became of a server that was to become ready. */
    enum Outcome {
        READY,
        GONE,
        TOO_SLOW,
        /** Too slow, and another process answered on its port. */
        PORT_OF_ANOTHER
    }

    /** Waits until the server is ready, its process is gone, or the time is over. */
    Outcome await() throws InterruptedException {
        long start = System.nanoTime();
        Duration left = launch.patience();
        long told = 0;
        Duration rest = FIRST_REST;
        boolean stranger = false;
        while (!process.isGone()) {
            Duration answer = left.compareTo(ONE_ANSWER) < 0 ? left : ONE_ANSWER;
            if (HealthAnswer.isReady(port, launch.health(), answer)) {
                stranger = isStranger();
                if (!stranger) {
                    return process.isGone() ? Outcome.GONE : Outcome.READY;
                }
            }
            Duration passed = Duration.ofNanos(System.nanoTime() - start);
            left = launch.patience().minus(passed);
            if (!left.isPositive()) {
                return stranger ? Outcome.PORT_OF_ANOTHER : Outcome.TOO_SLOW;
            }
            if (passed.toSeconds() > told) {
                told = passed.toSeconds();
                seconds.accept(told);
            }
            pause(rest);
            Duration longer = rest.multipliedBy(2);
            rest = longer.compareTo(LONGEST_REST) < 0 ? longer : LONGEST_REST;
        }
        return Outcome.GONE;
    }

    /** Ends early when the process does. */
    private void pause(Duration rest) throws InterruptedException {
        try {
            process.gone().get(rest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // It lives.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A process that took the port before our server did may answer as if it were that. */
    private boolean isStranger() throws InterruptedException {
        Optional<Identity> leader = process.leader();
        return launch.listensItself()
                && leader.isPresent()
                && PortOwner.isStranger(port, leader.get().pid(), mark);
    }
}
