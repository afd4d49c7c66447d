package dev.chasqui.adapters.processes;

import dev.chasqui.application.port.ModelLogs.LogLine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One server process; closing kills it. Thread-safe.
 *
 * <p>A thread reads its output into the log. The first line names its process group; after its end,
 * processes of the group that are left are killed, and then {@link #gone} completes.
 */
final class ServerProcess implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ServerProcess.class.getName());
    private static final int SIGNALLED = 128;
    private static final int KILLED = SIGNALLED + 9;
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private static final Duration TO_BEGIN = Duration.ofSeconds(10);
    private static final Duration LAST_LINES = Duration.ofSeconds(1);

    /** The longest time until a killed process has ended; only a hanging driver takes longer. */
    static final Duration TO_DIE = Duration.ofSeconds(20);

    private final String program;
    private final Process lifeline;
    private final OutputLog log;
    private final Thread reader;
    private final CompletableFuture<Optional<ProcessIdentity>> leader = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile long before;
    private volatile boolean stopRequested;

    /**
     * @param program the name of the program in messages
     * @param mark the mark of the lifeline
     * @param log takes its output
     */
    ServerProcess(
            String model,
            String program,
            Process lifeline,
            String mark,
            OutputLog log,
            OutputSecrets secrets) {
        this.program = program;
        this.lifeline = lifeline;
        this.log = log;
        this.before = log.lastNumber();
        // A virtual thread would occupy a carrier while it waits for a pipe.
        this.reader =
                Thread.ofPlatform()
                        .daemon()
                        .name("output-" + model)
                        .start(() -> read(Lifeline.lastLine(mark), secrets));
        var _ = lifeline.onExit().thenRunAsync(this::finish, Thread::startVirtualThread);
    }

    /** Reads the output and closes it at its last line: a true end may never come. */
    private void read(String lastLine, OutputSecrets secrets) {
        try (InputStream output = lifeline.getInputStream()) {
            try {
                keep(new OutputLines(output, secrets), lastLine);
            } catch (RuntimeException | Error e) {
                leader.complete(Optional.empty());
                drain(output);
            }
        } catch (IOException e) {
            // Closing failed, but the stream is not needed any more.
        }
    }

    private void keep(OutputLines lines, String lastLine) {
        try {
            lines.next().ifPresent(this::begin);
        } finally {
            leader.complete(Optional.empty());
        }
        boolean afterEmpty = false;
        for (var line = lines.next(); line.isPresent(); line = lines.next()) {
            if (line.get().equals(lastLine)) {
                return;
            }
            // The empty line before the last line is the lifeline's.
            if (afterEmpty) {
                log.add("");
            }
            afterEmpty = line.get().isEmpty();
            if (!afterEmpty) {
                log.add(line.get());
            }
        }
    }

    /**
     * Reads the rest of the output and drops it: a program whose output is not read would block.
     */
    private static void drain(InputStream output) throws IOException {
        byte[] some = new byte[1024];
        while (output.read(some) >= 0) {
            // The bytes are dropped.
        }
    }

    /**
     * Handles the first line, which is the lifeline's: the id of the group, which is that of its
     * leader.
     */
    private void begin(String line) {
        try {
            long group = Long.parseLong(line);
            log.add("chasqui: started " + program + " as process " + group);
            before = log.lastNumber();
            leader.complete(ProcessIdentity.of(group));
        } catch (NumberFormatException e) {
            log.add(line);
        }
    }

    /** Handles the end of the lifeline; if the program still runs, it is killed now. */
    private void finish() {
        try {
            closeInput();
            // A process that has left its group may hold the output open; it is not waited for.
            reader.join(LAST_LINES);
            Optional<ProcessIdentity> survivor =
                    leader.getNow(Optional.empty()).filter(ProcessIdentity::lives);
            if (survivor.isPresent()) {
                GroupKill.kill(survivor.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            gone.complete(null);
        }
    }

    /**
     * Waits until the program has begun, and returns its process; empty if it has ended already.
     */
    Optional<ProcessIdentity> leader() throws InterruptedException {
        try {
            return leader.get(TO_BEGIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns a future that completes when no process of its group is left and all its output was
     * read.
     */
    CompletableFuture<Void> gone() {
        return gone;
    }

    boolean isGone() {
        return gone.isDone();
    }

    /** Describes its end. */
    String ending() {
        int status = lifeline.exitValue();
        return switch (status) {
            case NOT_FOUND, NOT_EXECUTABLE ->
                    program
                            + " cannot be started (expected: a program on the PATH, or the path of"
                            + " one)";
            default ->
                    status > SIGNALLED
                            ? program + " was ended by signal " + (status - SIGNALLED)
                            : program + " ended with status " + status;
        };
    }

    /** Returns true if another process killed it: mostly the kernel, for lack of memory. */
    boolean wasKilled() {
        return !stopRequested && isGone() && lifeline.exitValue() == KILLED;
    }

    /** Returns the last lines of its output. */
    List<String> lastLines(int lines) {
        return log.last(lines).stream()
                .filter(line -> line.number() > before)
                .map(LogLine::text)
                .toList();
    }

    /** Asks it to end, and kills it with all its children after the grace. */
    void stop(Duration grace) {
        stopRequested = true;
        signal("TERM");
        CompletableFuture.delayedExecutor(
                        grace.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(this::kill);
    }

    /** Kills it with all its children. */
    void kill() {
        stopRequested = true;
        closeInput();
    }

    /** Kills it, and waits until it has ended. */
    @Override
    public void close() {
        if (isGone()) {
            return;
        }
        kill();
        try {
            gone.get(TO_DIE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.log(System.Logger.Level.ERROR, "{0} does not end though it was killed", program);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void signal(String signal) {
        try {
            lifeline.getOutputStream().write((signal + "\n").getBytes(StandardCharsets.US_ASCII));
            lifeline.getOutputStream().flush();
        } catch (IOException e) {
            // The process has ended already.
        }
    }

    private void closeInput() {
        try {
            lifeline.getOutputStream().close();
        } catch (IOException e) {
            // The process has ended already.
        }
    }
}
