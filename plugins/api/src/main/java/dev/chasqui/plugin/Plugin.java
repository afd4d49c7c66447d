package dev.chasqui.plugin;

/**
 * What a jar adds to the server.
 *
 * <p>It is made by its constructor without arguments, which does nothing, and started once. Where
 * another version of its jar, or another section of the config, takes its place, it is {@linkplain
 * #release released}, then the newer one is started; the older one goes on for the exchanges that
 * run and is stopped when the last of them is over. Where the newer one does not start, the older
 * one is {@linkplain #resume resumed} and nothing has changed.
 *
 * <pre>
 * start ─┬──────────────────────────────┬─ stop
 *        └─ release ─┬──────────────────┤
 *             ↑      └─ resume ─┐       │
 *             └─────────────────┴───────┘
 * </pre>
 *
 * <p>One thread at a time calls these methods, each time another one. Exchanges and routes run
 * meanwhile.
 */
public interface Plugin {

    /**
     * The name of the plug-in and of its section under {@code agents} in the config: a letter, then
     * letters, digits, {@code -} or {@code _}.
     */
    String name();

    /**
     * Reads the config, opens what the agents need and contributes them. What it throws is reported
     * with the jar's name; {@link #stop} is called then, too, and nothing of the jar stays.
     *
     * @param host what the server offers
     * @param contributions takes what the plug-in brings, until this method returns
     */
    void start(Host host, Contributions contributions);

    /**
     * Gives up what only one may hold, such as a port or an index to be written, since another
     * instance is about to take it; returns when that is done. Agents and routes go on for what
     * runs: they keep reading what they read, and refuse what they cannot do meanwhile with {@link
     * dev.chasqui.domain.failure.Failure.Overloaded}.
     *
     * <p>If it throws or takes too long, {@link #resume} is called and no other instance starts.
     */
    default void release() {}

    /** Takes back what {@link #release} gave up, since no other instance has it after all. */
    default void resume() {}

    /**
     * Closes what {@link #start} opened, also where it failed midway; called when no exchange uses
     * the agents any more.
     */
    default void stop() {}
}
