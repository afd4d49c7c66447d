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
 * The cache of classes with which the virtual machine starts faster; {@code bin/make-cache} makes
 * it.
 *
 * @param file where the cache for this distribution is, be it there or not: in its folder
 * @param inUse whether this process started with a cache that fits, be it the JDK's own
 */
record StartCache(Path file, boolean inUse) {
    private static final System.Logger LOG = System.getLogger(StartCache.class.getName());

    /** It may be about to start one of its processes, so it is looked at more than once. */
    private static final Duration LOOK = Duration.ofMillis(10);

    private static final int MOST_LOOKS = 50;

    /** Making it takes 0.5 GiB, measured; where there is less than this, the server needs that. */
    private static final long ENOUGH_MEMORY = 2L << 30;

    /** That of the distribution which this process is of; empty if it is of none. */
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
     * Begins to make it, in the background and with the least of priorities, if this process had
     * none that fits. Never fails: a server goes on without one.
     *
     * @return the process that makes it, if one was begun
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
     * Ends the making at once if it still goes on. A virtual machine that is only asked to end
     * would make the cache first; the script cleans up when those that it started have ended.
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

    /** What this machine, or the container, may use. */
    private static long memory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                .getTotalMemorySize();
    }
}
