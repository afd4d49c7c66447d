package dev.chasqui.adapters.pf4j;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A plug-in that was started. Several generations may have it; it is stopped when the last of them
 * is closed. Safe for use by several threads.
 */
final class RunningPlugin {
    private static final System.Logger LOG = System.getLogger(RunningPlugin.class.getName());
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final LoadedJar jar;
    private final GenerationPlan.Section section;
    private final Contribution contribution;
    private final AtomicInteger generations = new AtomicInteger();
    private String sha256;
    private boolean released;
    private boolean stopped;

    /**
     * @param section what it was started with
     */
    RunningPlugin(LoadedJar jar, GenerationPlan.Section section, Contribution contribution) {
        this.jar = jar;
        this.section = section;
        this.contribution = contribution;
        this.sha256 = jar.jar().sha256();
    }

    String name() {
        return jar.jar().name();
    }

    Contribution contribution() {
        return contribution;
    }

    /** What decides whether it goes on as it is. */
    GenerationPlan.Running facts(Path path) {
        return new GenerationPlan.Running(path, name(), sha256(), section);
    }

    /** The hash of what it was loaded from; nothing if that cannot be read. */
    private synchronized String sha256() {
        if (sha256.isEmpty()) {
            try {
                sha256 = JarTrust.sha256(jar.file());
            } catch (IOException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "plug-in '" + name() + "': its copy cannot be read (" + e + ")");
            }
        }
        return sha256;
    }

    /** One more generation has it. */
    void join() {
        generations.incrementAndGet();
    }

    /** One generation less has it; the last one stops it. */
    void leave() {
        if (generations.decrementAndGet() == 0) {
            stop();
        }
    }

    /**
     * Has it give up what only one may hold. Nothing if it did already.
     *
     * @throws ExecutionException with whatever it threw; it has taken all back then
     * @throws TimeoutException if it takes too long; it has taken all back then
     */
    synchronized void release(Duration limit) throws ExecutionException, TimeoutException {
        if (released || stopped) {
            return;
        }
        try {
            run(limit, jar.plugin()::release);
            released = true;
        } catch (ExecutionException | TimeoutException e) {
            try {
                run(limit, jar.plugin()::resume);
            } catch (ExecutionException | TimeoutException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /**
     * Has it take back what it gave up.
     *
     * @throws ExecutionException with whatever it threw
     * @throws TimeoutException if it takes too long
     */
    synchronized void resume(Duration limit) throws ExecutionException, TimeoutException {
        if (released && !stopped) {
            run(limit, jar.plugin()::resume);
            released = false;
        }
    }

    /** Stops it and closes its jar; returns when both are done. Idempotent. */
    synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        try {
            run(STOP_LIMIT, jar.plugin()::stop);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "plug-in '" + name() + "' did not stop: " + Reason.of(e));
        } finally {
            jar.close();
        }
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    private void run(Duration limit, Runnable code) throws ExecutionException, TimeoutException {
        jar.thread(limit)
                .call(
                        () -> {
                            code.run();
                            return name();
                        });
    }
}
