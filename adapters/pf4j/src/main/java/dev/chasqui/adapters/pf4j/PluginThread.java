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
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw e;
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new ExecutionException(e);
        }
    }
}
