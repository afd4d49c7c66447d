package dev.chasqui.benchmarks.gateways;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * All that this run has started and must not leave behind: closed at its end, on Ctrl-C too. Safe
 * for use by several threads.
 */
public final class Started implements AutoCloseable {
    private final Deque<Running> all = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** Nothing is started yet. */
    public Started() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop what was started"));
    }

    /**
     * Starts a program.
     *
     * @param folder where it runs and, in the file {@code log}, writes
     * @throws IOException if it cannot be started
     */
    public Running start(List<String> command, Path folder) throws IOException {
        return start(command, folder, folder.resolve("log"));
    }

    Running start(List<String> command, Path folder, Path log) throws IOException {
        Files.createDirectories(folder);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        // Chasqui refuses variables it does not know, and must not obey those of who runs this.
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("CHASQUI_") && !name.equals("CHASQUI_JAVA_HOME"));
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        Running running = new Running(builder.start(), log);
        all.push(running);
        if (closed) {
            stop(running);
        }
        return running;
    }

    /** Stops one before the others. */
    public void stop(Running running) {
        running.close();
        all.remove(running);
    }

    /** Stops all that still runs, and from now on whatever is started. */
    @Override
    public void close() {
        closed = true;
        List<Running> left = new ArrayList<>(all);
        left.parallelStream().forEach(Running::close);
        all.removeAll(left);
    }
}
