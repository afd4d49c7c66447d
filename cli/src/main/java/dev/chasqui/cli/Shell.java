package dev.chasqui.cli;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/**
 * The shell in which the command line runs.
 *
 * @param environment the environment's variables
 * @param in standard input
 * @param terminal which of the standard streams are a terminal
 */
public record Shell(Map<String, String> environment, InputStream in, Terminal terminal) {
    public Shell {
        environment = Map.copyOf(environment);
    }

    /** That of this process. */
    public static Shell ofProcess() {
        return new Shell(System.getenv(), System.in, Terminal.ofLauncher());
    }

    /** A variable of the environment that is there and not blank. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
