package dev.chasqui.adapters.logs;

import java.util.logging.LogManager;

/**
 * A {@code LogManager} that keeps the handlers of the log until the server has ended.
 *
 * <p>The JDK's own one removes all handlers as soon as the JVM begins to shut down, while the
 * server still finishes its exchanges. The system property {@code java.util.logging.manager} must
 * name this class before the first use of a logger; {@link Logs} works without it, too.
 */
public final class PatientLogs extends LogManager {

    /** Does nothing: {@link Logs#close()} ends the log. */
    @Override
    public void reset() {}
}
