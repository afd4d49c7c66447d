package dev.chasqui.adapters.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The lines that are logged at {@code INFO} and above, from its creation until it is closed. */
final class LogLines extends Handler implements AutoCloseable {
    private final List<LogRecord> lines = new CopyOnWriteArrayList<>();
    private final Logger root = Logger.getLogger("");

    LogLines() {
        root.addHandler(this);
    }

    /** Returns the lines since the last call. */
    List<LogRecord> take() {
        List<LogRecord> taken = List.copyOf(lines);
        lines.removeAll(taken);
        return taken;
    }

    @Override
    public void publish(LogRecord line) {
        if (line.getLevel().intValue() >= Level.INFO.intValue()) {
            lines.add(line);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        root.removeHandler(this);
    }
}
