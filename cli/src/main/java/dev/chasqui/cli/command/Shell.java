package dev.chasqui.cli.command;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/**
 * The environment and the standard streams with which the command line runs.
 *
 * @param environment the environment's variables
 * @param in standard input
 * @param terminal the standard streams that are terminals
 */
public record Shell(Map<String, String> environment, InputStream in, Terminal terminal) {
    public Shell {
        environment = Map.copyOf(environment);
    }

    /** Returns the shell of this process. */
    public static Shell ofProcess() {
        return new Shell(System.getenv(), System.in, Terminal.ofLauncher());
    }

    /** Returns a variable of the environment; empty if it is not set or blank. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
