package dev.chasqui.adapters.processes;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/**
 * The wait for a server on this machine, which is asked repeatedly if it is ready.
 *
 * @param process the server
 * @param port its port
 * @param launch its path of health and its patience
 * @param mark the mark in the environment of the server and all its children
 * @param seconds takes about every second the number of seconds that have passed: while it loads,
 *     neither llama-server's health answer nor its output shows any more progress than that
 */
record HealthCheck(
        ServerProcess process, int port, Launch launch, String mark, LongConsumer seconds) {
    private static final Duration FIRST_REST = Duration.ofMillis(10);
    private static final Duration LONGEST_REST = Duration.ofMillis(250);

    /**
     * The timeout of one answer. A server that is loading may be slow to answer, or not answer at
     * all.
     */
    private static final Duration ONE_ANSWER = Duration.ofSeconds(2);

    /** The result of the wait. */
    enum Outcome {
        READY,
        GONE,
        TOO_SLOW,
        /** The time is over, and another process answered on the port. */
        PORT_OF_ANOTHER
    }

    /** Waits until the server is ready, its process has ended, or the time is over. */
    Outcome await() throws InterruptedException {
        long start = System.nanoTime();
        Duration left = launch.patience();
        long told = 0;
        Duration rest = FIRST_REST;
        boolean otherProcess = false;
        while (!process.isGone()) {
            Duration answer = left.compareTo(ONE_ANSWER) < 0 ? left : ONE_ANSWER;
            if (HealthAnswer.isReady(port, launch.health(), answer)) {
                otherProcess = isOtherProcess();
                if (!otherProcess) {
                    return process.isGone() ? Outcome.GONE : Outcome.READY;
                }
            }
            Duration passed = Duration.ofNanos(System.nanoTime() - start);
            left = launch.patience().minus(passed);
            if (!left.isPositive()) {
                return otherProcess ? Outcome.PORT_OF_ANOTHER : Outcome.TOO_SLOW;
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

    /** Waits for a time, or until the process ends. */
    private void pause(Duration rest) throws InterruptedException {
        try {
            process.gone().get(rest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The process still runs.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns true if another process that took the port before our server did answers in its
     * place.
     */
    private boolean isOtherProcess() throws InterruptedException {
        Optional<ProcessIdentity> leader = process.leader();
        return launch.listensItself()
                && leader.isPresent()
                && PortOwner.isOtherProcess(port, leader.get().pid(), mark);
    }
}
