package dev.chasqui.benchmarks.gateways;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A process that was started here, with all that it started in its turn. */
public final class Running implements AutoCloseable {
    private static final Duration GENTLE = Duration.ofSeconds(10);
    private static final String RESIDENT = "VmRSS:";
    private static final double KIB_PER_MIB = 1024;

    private final Process process;
    private final Path log;

    Running(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has ended and returns its exit status. */
    public int await() {
        return process.onExit().join().exitValue();
    }

    /** The processes below it. */
    public List<ProcessHandle> below() {
        return process.toHandle().descendants().toList();
    }

    /** Kills it alone, as kill -9 does, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** What it wrote last, for a message. */
    public String lastWords() {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.reduce("", (_, line) -> line);
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    /** A reading of the processor time that its present processes have used together. */
    public Supplier<Duration> cpu() {
        List<Long> pids = tree().map(ProcessHandle::pid).toList();
        return () -> pids.stream().map(CpuClock::of).reduce(Duration.ZERO, Duration::plus);
    }

    /** Its resident memory in MiB. */
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

    /** Ends it gently, or by force if it does not go; what is left of those below it by force. */
    @Override
    public void close() {
        List<ProcessHandle> all = tree().toList();
        process.destroy();
        try {
            if (!process.waitFor(GENTLE)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
