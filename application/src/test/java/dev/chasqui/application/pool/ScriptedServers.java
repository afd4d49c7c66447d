package dev.chasqui.application.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.ModelServers;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Servers that only record the calls. */
final class ScriptedServers implements ModelServers {
    final BlockingQueue<Started> started = new LinkedBlockingQueue<>();
    final BlockingQueue<String> abandoned = new LinkedBlockingQueue<>();
    final BlockingQueue<String> stopped = new LinkedBlockingQueue<>();
    final BlockingQueue<String> observed = new LinkedBlockingQueue<>();
    final CountDownLatch closed = new CountDownLatch(1);

    /** The code that runs before each preparation. */
    volatile Runnable whenPrepared = () -> {};

    /** The errors that the next loads throw. */
    final BlockingQueue<Error> errors = new LinkedBlockingQueue<>();

    /** A server that the pool started. */
    record Started(String model, Watcher watcher) {}

    /** Waits for the next start and returns it. */
    Started next() throws InterruptedException {
        Started next = started.poll(10, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    /** Loads the next server as soon as it is started. */
    void loadAtOnce(ExecutorService threads, Backend server) {
        var _ =
                threads.submit(
                        () -> {
                            next().watcher().loaded(server, MeasuredMemory.NOTHING);
                            return true;
                        });
    }

    @Override
    public void prepare(String model, Watcher watcher) {
        whenPrepared.run();
        Error error = errors.poll();
        if (error != null) {
            throw error;
        }
        watcher.prepared(Footprint.NONE);
    }

    @Override
    public void abandon(String model) {
        abandoned.add(model);
    }

    @Override
    public void start(String model, Watcher watcher) {
        started.add(new Started(model, watcher));
    }

    @Override
    public void stop(String model) {
        stopped.add(model);
    }

    @Override
    public void observe(String model) {
        observed.add(model);
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
