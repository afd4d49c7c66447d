package dev.chasqui.adapters.logs;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The log of this process, from its opening until its close.
 *
 * <p>A JVM has one {@code java.util.logging}; opening the log takes it over. Messages of libraries
 * about themselves are written from {@code warning} on.
 */
public final class Logs implements AutoCloseable {
    /**
     * The loggers of libraries and of the JDK. Their messages below a warning do not concern users.
     */
    private static final List<String> QUIET =
            List.of(
                    "io.helidon",
                    "org.pf4j",
                    "com.zaxxer.hikari",
                    "org.flywaydb",
                    "org.jdbi",
                    "org.postgresql",
                    "h2database",
                    "java",
                    "javax",
                    "jdk",
                    "sun",
                    "com.sun");

    private final QueuedHandler handler;

    /**
     * The root logger and the loggers of libraries. The JVM forgets an unreferenced logger and its
     * level.
     */
    private final List<Logger> loggers;

    private Logs(QueuedHandler handler, List<Logger> loggers) {
        this.handler = handler;
        this.loggers = loggers;
    }

    /**
     * Takes over the logging of this process.
     *
     * @param level the lowest level that is written
     * @param format {@link PrettyFormat} or {@link JsonFormat}
     * @param stdout true to write to standard output
     * @param file the file to write to, if any
     * @throws IOException if the file cannot be opened
     */
    public static Logs open(
            System.Logger.Level level, Formatter format, boolean stdout, Optional<LogFile> file)
            throws IOException {
        Optional<PrintStream> out = stdout ? Optional.of(System.out) : Optional.empty();
        return open(level, format, out, file);
    }

    static Logs open(
            System.Logger.Level level,
            Formatter format,
            Optional<PrintStream> stdout,
            Optional<LogFile> file)
            throws IOException {
        List<LineOutput> outputs = new ArrayList<>();
        stdout.map(StandardOutput::new).ifPresent(outputs::add);
        if (file.isPresent()) {
            outputs.add(new RotatingFile(file.get()));
        }
        QueuedHandler handler = QueuedHandler.start(format, outputs);
        handler.setLevel(Level.ALL);

        List<Logger> loggers = new ArrayList<>();
        Logger root = Logger.getLogger("");
        for (Handler other : root.getHandlers()) {
            root.removeHandler(other);
            other.close();
        }
        root.addHandler(handler);
        loggers.add(root);
        for (String name : QUIET) {
            loggers.add(Logger.getLogger(name));
        }
        Logs logs = new Logs(handler, loggers);
        logs.level(level);
        return logs;
    }

    /** Changes the lowest level that is written; it takes effect at once. */
    public void level(System.Logger.Level level) {
        Logger root = loggers.getFirst();
        root.setLevel(Levels.toJul(level));
        for (Logger library : loggers.subList(1, loggers.size())) {
            library.setLevel(Levels.stricter(Levels.toJul(level), Level.WARNING));
        }
    }

    /** Waits until all earlier records are written, at most 5 s. */
    public void flush() {
        handler.flush();
    }

    /** Writes the records that are left and ends the log; later records are dropped. Idempotent. */
    @Override
    public void close() {
        loggers.getFirst().removeHandler(handler);
        handler.close();
    }
}
