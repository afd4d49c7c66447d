package dev.chasqui.adapters.pf4j;

import java.time.Duration;
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
            // Its place is read first, since the interrupt may end it.
            Optional<StackTraceElement> place = FailureText.place(thread.getStackTrace());
            thread.interrupt();
            TimeoutException late = new TimeoutException(sentence(thread, place));
            late.initCause(e);
            throw late;
        }
    }

    /** Returns the reason in words, with the place where the thread was or is. */
    private String sentence(Thread thread, Optional<StackTraceElement> before) {
        String late = "it was not done in time (" + limit.toMillis() / 1000.0 + " s)";
        try {
            if (thread.join(LAST_TIME)) {
                return late + before.map(frame -> "; it was at " + frame).orElse("");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return late
                + "; its thread '"
                + thread.getName()
                + "' does not end and is left behind"
                + FailureText.place(thread.getStackTrace())
                        .map(frame -> ", at " + frame)
                        .orElse("");
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
