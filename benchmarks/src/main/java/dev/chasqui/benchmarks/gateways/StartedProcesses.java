package dev.chasqui.benchmarks.gateways;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The processes that this run has started. They are ended at the end of the run, also on Ctrl-C.
 * Safe for use by several threads.
 */
public final class StartedProcesses implements AutoCloseable {
    private final Deque<RunningProcess> all = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** Registers a shutdown hook that ends all started processes. */
    public StartedProcesses() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop what was started"));
    }

    /**
     * Starts a program.
     *
     * @param folder its working folder, with its output in the file {@code log}
     * @throws IOException if it cannot be started
     */
    public RunningProcess start(List<String> command, Path folder) throws IOException {
        return start(command, folder, folder.resolve("log"));
    }

    RunningProcess start(List<String> command, Path folder, Path log) throws IOException {
        Files.createDirectories(folder);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        // Chasqui refuses unknown variables, and must not obey those of the user.
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("CHASQUI_") && !name.equals("CHASQUI_JAVA_HOME"));
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        RunningProcess running = new RunningProcess(builder.start(), log);
        all.push(running);
        if (closed) {
            stop(running);
        }
        return running;
    }

    /** Stops one process. */
    public void stop(RunningProcess running) {
        running.close();
        all.remove(running);
    }

    /** Stops all running processes. A process that is started later is stopped at once. */
    @Override
    public void close() {
        closed = true;
        List<RunningProcess> left = new ArrayList<>(all);
        left.parallelStream().forEach(RunningProcess::close);
        all.removeAll(left);
    }
}
