package dev.chasqui.cli.serve;

import dev.chasqui.cli.command.CommandFailure;

/** The action of {@code chasqui serve}. */
@FunctionalInterface
public interface ServeAction {

    /**
     * Runs a server until it is told to stop.
     *
     * @throws CommandFailure if the server cannot start
     * @throws dev.chasqui.adapters.config.reading.ConfigException if its configuration has mistakes
     * @throws InterruptedException if the calling thread is interrupted
     */
    void serve(ServeOptions options) throws InterruptedException;
}
