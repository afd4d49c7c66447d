package dev.chasqui.application.port;

/** The way to a new configuration while requests are served. Safe for use by several threads. */
public interface Reloading {

    /**
     * Reads the configuration again, and goes on with it if there is no mistake in it. Requests
     * that run keep what they began with. Takes as long as plug-ins take to start; one call waits
     * for the other.
     */
    ReloadOutcome reload();
}
