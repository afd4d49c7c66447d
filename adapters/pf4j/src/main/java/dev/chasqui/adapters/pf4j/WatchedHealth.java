package dev.chasqui.adapters.pf4j;

import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The health check of a plug-in, whose code is not the server's. It runs on a thread of its own,
 * for all that ask at the same time, and no other run begins while one goes on that took too long.
 * Safe for use by several threads.
 */
final class WatchedHealth implements Supplier<Health> {
    private static final System.Logger LOG = System.getLogger(WatchedHealth.class.getName());

    /** The longest time that a check may take. */
    static final Duration LIMIT = Duration.ofSeconds(1);

    /**
     * The health of a plug-in whose check failed. It leaves out the message, which might disclose
     * too much.
     */
    private static final Health UNKNOWN =
            new Health(
                    false, Json.Obj.EMPTY.with("error", Json.of("the plug-in's own check failed")));

    private static final Health LATE =
            new Health(
                    false,
                    Json.Obj.EMPTY.with(
                            Health.REASON,
                            Json.of(
                                    "its own check was not done in time (%d s)"
                                            .formatted(LIMIT.toSeconds()))));

    private final String plugin;
    private final Supplier<Health> check;
    private @Nullable Run running;

    /**
     * @param plugin the name of the plug-in
     * @param check its check, which sets the class loader that it needs
     */
    WatchedHealth(String plugin, Supplier<Health> check) {
        this.plugin = plugin;
        this.check = check;
    }

    /** Runs the check, and returns a health that is not up if it fails or is late. */
    @Override
    public Health get() {
        return present().await();
    }

    private synchronized Run present() {
        Run present = running;
        if (present == null || present.task.isDone()) {
            present = new Run();
            running = present;
        }
        return present;
    }

    /** One run of the check. */
    private final class Run {
        private final FutureTask<@Nullable Health> task = new FutureTask<>(check::get);
        private final long deadline = System.nanoTime() + LIMIT.toNanos();
        private final Thread thread;

        /** A platform thread: a check that spins does not stop other threads then. */
        private Run() {
            thread =
                    Thread.ofPlatform()
                            .name("health-" + plugin)
                            .daemon()
                            .inheritInheritableThreadLocals(false)
                            .unstarted(task);
            thread.setContextClassLoader(WatchedHealth.class.getClassLoader());
            thread.start();
        }

        private Health await() {
            try {
                Health health =
                        task.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                return health == null ? UNKNOWN : health;
            } catch (ExecutionException e) {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        () ->
                                "plug-in '%s': its health check failed: %s"
                                        .formatted(plugin, FailureText.of(e)));
                return UNKNOWN;
            } catch (TimeoutException e) {
                thread.interrupt();
                return LATE;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return LATE;
            }
        }
    }
}
