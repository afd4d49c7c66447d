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
 * The log of this process, from when it is opened until it is closed.
 *
 * <p>There is one {@code java.util.logging} in a JVM; opening takes it over. Libraries that talk
 * about themselves are heard from {@code warning} on.
 */
public final class Logs implements AutoCloseable {
    /** Libraries, the JDK among them, whose news below a warning are no news for our users. */
    private static final List<String> QUIET =
            List.of("io.helidon", "org.pf4j", "java", "javax", "jdk", "sun", "com.sun");

    private final QueuedHandler handler;

    /** Loggers are forgotten with their level when nobody holds them. */
    private final List<Logger> held;

    private Logs(QueuedHandler handler, List<Logger> held) {
        this.handler = handler;
        this.held = held;
    }

    /**
     * Takes over the logging of this process.
     *
     * @param level the least level that is written
     * @param format {@link PrettyFormat} or {@link JsonFormat}
     * @param stdout whether to write to standard output
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

        List<Logger> held = new ArrayList<>();
        Logger root = Logger.getLogger("");
        for (Handler other : root.getHandlers()) {
            root.removeHandler(other);
            other.close();
        }
        root.addHandler(handler);
        held.add(root);
        for (String name : QUIET) {
            held.add(Logger.getLogger(name));
        }
        Logs logs = new Logs(handler, held);
        logs.level(level);
        return logs;
    }

    /** Writes from now on what is of this level or a more severe one. */
    public void level(System.Logger.Level level) {
        Logger root = held.getFirst();
        root.setLevel(Levels.toJul(level));
        for (Logger library : held.subList(1, held.size())) {
            library.setLevel(Levels.stricter(Levels.toJul(level), Level.WARNING));
        }
    }

    /** Waits until everything that was logged before is written, for {@code 5 s} at most. */
    public void flush() {
        handler.flush();
    }

    /** Writes what is left and ends the log; what is logged later goes nowhere. Idempotent. */
    @Override
    public void close() {
        held.getFirst().removeHandler(handler);
        handler.close();
    }
}
