package dev.chasqui.bootstrap;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The class cache (AOT cache) with which the JVM starts faster; {@code bin/make-cache} makes it.
 *
 * @param file the path of this distribution's cache, in its folder, even if there is none yet
 * @param inUse true if this process started with a cache that fits, be it the JDK's own
 */
record StartCache(Path file, boolean inUse) {
    private static final System.Logger LOG = System.getLogger(StartCache.class.getName());

    /**
     * The interval between looks for child processes: one may be about to start when the first look
     * is taken.
     */
    private static final Duration LOOK = Duration.ofMillis(10);

    private static final int MOST_LOOKS = 50;

    /**
     * The least memory in bytes with which it is made. Making it takes 0.5 GiB (measured), which
     * the server needs on a smaller machine.
     */
    private static final long ENOUGH_MEMORY = 2L << 30;

    /**
     * Returns the cache of the distribution from which this process runs; empty if it runs from
     * none.
     */
    static Optional<StartCache> ofProcess() {
        return Optional.ofNullable(System.getProperty("chasqui.cache"))
                .map(
                        file ->
                                new StartCache(
                                        Path.of(file).toAbsolutePath(),
                                        System.getProperty("java.vm.info", "")
                                                .contains("sharing")));
    }

    /**
     * Starts to make the cache in the background, with the lowest priority, if this process had
     * none that fits. Never fails: a server works without a cache.
     *
     * @return the process that makes it, if one was started
     */
    Optional<Process> makeWhereMissing() {
        Path home = Objects.requireNonNull(file.getParent());
        boolean fits = inUse && Files.exists(file);
        if (fits || !Files.isWritable(home) || memory() < ENOUGH_MEMORY) {
            return Optional.empty();
        }
        try {
            Process making =
                    new ProcessBuilder(
                                    List.of(
                                            "nice",
                                            "-n",
                                            "19",
                                            home.resolve("bin").resolve("make-cache").toString()))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            making.getOutputStream().close();
            return Optional.of(making);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "no cache to start faster with can be made", e);
            return Optional.empty();
        }
    }

    /**
     * Ends the process that makes the cache at once if it still runs. A JVM that is only asked to
     * end would make the cache first; the script cleans up when its child processes have ended.
     */
    static void end(Process making) {
        making.destroy();
        try {
            for (int looks = 0; looks < MOST_LOOKS; looks++) {
                making.descendants().forEach(ProcessHandle::destroyForcibly);
                if (making.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        making.destroyForcibly();
    }

    /** Returns the memory of this machine, or of the container, in bytes. */
    private static long memory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                .getTotalMemorySize();
    }
}
