package dev.chasqui.cli.backup;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.cli.command.CommandFailure;

import java.nio.file.Path;
import java.util.List;

/** The action of {@code chasqui restore}. */
@FunctionalInterface
public interface RestoreAction {

    /**
     * Puts a copy in the place of the database of a config, and returns lines that say what is
     * there now.
     *
     * @param config the config of the server that is stopped
     * @param backup the copy
     * @throws CommandFailure if the server runs, or the file is no copy, or one of a newer server;
     *     nothing has changed then
     */
    List<String> restore(Config config, Path backup);
}
