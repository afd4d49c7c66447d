package dev.chasqui.bootstrap;

import dev.chasqui.bootstrap.cli.Cli;
import dev.chasqui.bootstrap.cli.CommandFailure;
import dev.chasqui.bootstrap.cli.ServeAction;

/** The program: it gives the command line what serves. */
public final class Main {
    /** The one place where the command line meets the wiring: becomes {@code Server::run}. */
    private static final ServeAction SERVE =
            options -> {
                throw CommandFailure.failed("this build has no server yet.");
            };

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new Cli(System.getenv(), SERVE).run(arguments));
    }
}
