package dev.chasqui.adapters.pf4j;

import dev.chasqui.adapters.pf4j.jars.JarStamp;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * A jar that could not be used, as it is remembered until it changes.
 *
 * @param stamp the outer facts of the file before it was opened
 * @param name the name of its plug-in; empty if it is unknown
 * @param why the cause
 * @param handOver true if a running plug-in could not be replaced by it
 */
record FailedJar(JarStamp stamp, Optional<String> name, Exception why, boolean handOver) {

    /**
     * Returns true if the same file shall not be tried again. A jar that was not done in time may
     * have left a thread behind, and would leave another one; a failed hand-over disturbs the
     * running plug-in each time.
     *
     * @param now the outer facts of the file now
     * @param ofConfig true if the configuration was read again, which may be the remedy
     */
    boolean isKnown(JarStamp now, boolean ofConfig) {
        return stamp.equals(now) && (isLate() || (handOver && !ofConfig));
    }

    private boolean isLate() {
        for (Throwable cause = why; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** Returns true if it is one of these plug-ins. */
    boolean isOneOf(Set<String> names) {
        return name.filter(names::contains).isPresent();
    }
}
