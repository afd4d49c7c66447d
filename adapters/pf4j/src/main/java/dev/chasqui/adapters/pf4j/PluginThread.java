package dev.chasqui.adapters.pf4j;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A runner of a plug-in's code on a thread of its own, so that the caller waits no longer than the
 * limit. A thread that never returns stays behind as a daemon.
 *
 * <p>An interrupt of the caller does not end the wait, since a step that was begun must be finished
 * or undone.
 */
record PluginThread(String name, ClassLoader loader, Duration limit) {

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
            throw e;
        }
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
