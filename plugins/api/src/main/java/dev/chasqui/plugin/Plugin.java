package dev.chasqui.plugin;

/**
 * What a jar adds to the server. Made once by its constructor without arguments, which does
 * nothing; started once; stopped once.
 */
public interface Plugin {

    /**
     * The name of the plug-in and of its section under {@code agents} in the config: a letter, then
     * letters, digits, {@code -} or {@code _}.
     */
    String name();

    /**
     * Reads the config, opens what the agents need and registers them. What it throws is reported
     * with the jar's name, and nothing of the jar stays.
     */
    void start(Registrar registrar);

    /** Closes what {@link #start} opened; called when no exchange uses the agents any more. */
    default void stop() {}
}
