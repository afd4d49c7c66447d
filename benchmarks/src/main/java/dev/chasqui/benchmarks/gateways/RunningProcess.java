package dev.chasqui.benchmarks.gateways;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A process started by this run, together with all its descendants. */
public final class RunningProcess implements AutoCloseable {
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    private static final String RESIDENT = "VmRSS:";
    private static final double KIB_PER_MIB = 1024;

    private final Process process;
    private final Path log;

    RunningProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Returns true if the process has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end of the process and returns its exit status. */
    public int await() {
        return process.onExit().join().exitValue();
    }

    /** Returns the id of the JVM that the process is or has started. */
    public long javaPid() {
        return tree().filter(one -> one.info().command().orElse("").endsWith("java"))
                .mapToLong(ProcessHandle::pid)
                .findFirst()
                .orElseGet(process::pid);
    }

    /** Returns the descendants of the process. */
    public List<ProcessHandle> descendants() {
        return process.toHandle().descendants().toList();
    }

    /** Kills the process without its descendants, as kill -9 does, and waits for its end. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Returns the last line of its log, for messages. */
    public String lastWords() {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.reduce("", (_, line) -> line);
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    /**
     * Returns a supplier of the processor time that the process and its present descendants have
     * used together.
     */
    public Supplier<Duration> cpu() {
        List<Long> pids = tree().map(ProcessHandle::pid).toList();
        return () -> pids.stream().map(CpuClock::of).reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * Returns the processor time that the present compiler threads of its JVM have used, in steps
     * of ten milliseconds; zero if it is none, or where the system does not tell.
     */
    public Duration compilerTime() {
        return CompilerThreads.timeOf(javaPid());
    }

    /** Returns the resident memory of the process and its descendants in MiB. */
    public double residentMiB() {
        return tree().mapToDouble(one -> residentMiB(one.pid())).sum();
    }

    private static double residentMiB(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .map(line -> line.substring(RESIDENT.length()).replace("kB", "").strip())
                    .mapToDouble(kib -> Double.parseDouble(kib) / KIB_PER_MIB)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private Stream<ProcessHandle> tree() {
        ProcessHandle root = process.toHandle();
        return Stream.concat(Stream.of(root), root.descendants());
    }

    /**
     * Ends the process by SIGTERM, and by force after ten seconds; then ends its remaining
     * descendants by force.
     */
    @Override
    public void close() {
        List<ProcessHandle> all = tree().toList();
        process.destroy();
        try {
            if (!process.waitFor(MAX_WAIT)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
