package dev.chasqui.adapters.pf4j;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A runner of a plug-in's code on a thread of its own, so that the caller waits no longer than the
 * limit. A thread that never returns stays behind as a daemon; the message of the exception says
 * where it is.
 *
 * <p>An interrupt of the caller does not end the wait, since a step that was begun must be finished
 * or undone.
 */
record PluginThread(String name, ClassLoader loader, Duration limit) {
    /** The time that a thread has to end after it was interrupted. */
    private static final Duration LAST_TIME = Duration.ofMillis(200);

    /**
     * Runs code and returns its result.
     *
     * @throws ExecutionException with the exception that the code threw
     * @throws TimeoutException if the code takes longer than the limit; its thread is interrupted
     *     then
     */
    <T> T call(Callable<T> code) throws ExecutionException, TimeoutException {
        FutureTask<T> task = new FutureTask<>(code);
        Thread thread = new Thread(task, "plugin-" + name);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            return await(task);
        } catch (TimeoutException e) {
            thread.interrupt();
            TimeoutException late = new TimeoutException(sentence(thread));
            late.initCause(e);
            throw late;
        }
    }

    /** Returns the reason in words, with the place where the thread is if it goes on. */
    private String sentence(Thread thread) {
        String late = "it was not done in time (" + limit.toMillis() / 1000.0 + " s)";
        try {
            if (thread.join(LAST_TIME)) {
                return late;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return late
                + "; its thread '"
                + thread.getName()
                + "' does not end and is left behind"
                + place(thread).map(frame -> ", at " + frame).orElse("");
    }

    /** Returns the innermost place in code that is not the JDK's. */
    private static Optional<StackTraceElement> place(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .filter(frame -> frame.getModuleName() == null)
                .findFirst();
    }

    private <T> T await(FutureTask<T> task) throws ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
