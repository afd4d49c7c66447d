package dev.chasqui.adapters.logs;

import java.util.logging.LogManager;

/**
 * A {@code LogManager} that lets the server log until its end.
 *
 * <p>The JDK's own takes all handlers away as soon as the JVM begins to go down, while the server
 * still finishes its exchanges. To be named by the system property {@code
 * java.util.logging.manager} before anything logs; {@link Logs} works without it too.
 */
public final class PatientLogs extends LogManager {

    /** Does nothing: {@link Logs#close()} ends the log. */
    @Override
    public void reset() {}
}
