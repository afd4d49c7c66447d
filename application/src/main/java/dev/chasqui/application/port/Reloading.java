package dev.chasqui.application.port;

/** The change to a new configuration while requests are served. Safe for use by several threads. */
public interface Reloading {

    /**
     * Reads the configuration again, and uses it if there is no mistake in it. Running requests
     * keep the configuration that they began with. Takes as long as plug-ins take to start; a
     * second call waits for the first one.
     */
    ReloadOutcome reload();
}
