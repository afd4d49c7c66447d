package dev.chasqui.cli.agents;

import dev.chasqui.cli.command.CommandFailure;

/** The action of {@code chasqui agents try}. */
@FunctionalInterface
public interface TryAction {

    /**
     * Runs one request through the agents of a jar; returns when its reply is over.
     *
     * @throws CommandFailure if the jar is refused, or if there is no whole reply
     * @throws dev.chasqui.adapters.config.reading.ConfigException if the configuration has mistakes
     */
    void run(TryOptions options, TryOutput output);
}
