package dev.chasqui.plugin;

/**
 * The entry point of a plug-in's jar.
 *
 * <p>The server calls its constructor without arguments, which should do nothing, and starts it
 * once. If the jar or its section of the config changes, the old instance is {@linkplain #release
 * released}, then a new instance is started. The old one goes on serving its running exchanges and
 * is stopped when the last of them ends. If the new one fails to start, the old one is {@linkplain
 * #resume resumed} and nothing has changed.
 *
 * <pre>
 * start ─┬──────────────────────────────┬─ stop
 *        └─ release ─┬──────────────────┤
 *             ↑      └─ resume ─┐       │
 *             └─────────────────┴───────┘
 * </pre>
 *
 * <p>One thread at a time calls these methods, but not always the same one. Exchanges and routes
 * run meanwhile on other threads.
 */
public interface Plugin {

    /**
     * Returns the name of the plug-in and of its section under {@code agents} in the config: a
     * letter, then letters, digits, {@code -} or {@code _}.
     */
    String name();

    /**
     * Reads the config, opens the resources of the agents, and adds the agents. If it throws, the
     * server reports the exception with the jar's name, calls {@link #stop}, and removes everything
     * of the jar.
     *
     * @param host the server's services
     * @param contributions receives agents, routes and health until this method returns
     */
    void start(Host host, Contributions contributions);

    /**
     * Gives up resources that only one instance may hold, such as a port or an index writer, since
     * another instance is about to take them. Returns when this is done. Agents and routes go on
     * serving running exchanges: they may read, and they refuse what they cannot do now with {@link
     * dev.chasqui.domain.failure.Failure.Overloaded}.
     *
     * <p>If it throws or takes too long, {@link #resume} is called and no other instance starts.
     */
    default void release() {}

    /**
     * Takes back the resources that {@link #release} gave up, since no other instance has taken
     * them.
     */
    default void resume() {}

    /**
     * Closes everything that {@link #start} opened, even if it failed midway. Called when no
     * exchange uses the agents any more.
     */
    default void stop() {}
}
