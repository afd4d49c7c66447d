package dev.chasqui.adapters.pf4j;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a plug-in's code on a thread of its own, so that code without end holds up nobody for longer
 * than its time. A thread that never returns stays behind, as a daemon.
 *
 * <p>Interrupting the caller ends nothing, since what was begun is to be finished or taken back.
 */
record PluginThread(String name, ClassLoader loader, Duration limit) {

    /**
     * @throws ExecutionException with whatever the code threw
     * @throws TimeoutException if its time is over
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
