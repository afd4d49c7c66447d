package dev.chasqui.bootstrap;

import dev.chasqui.bootstrap.cli.Cli;
import dev.chasqui.bootstrap.cli.Shell;

/** The program: it gives the command line what serves. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(
                new Cli(
                                Shell.ofProcess(),
                                new Serve(System.getenv(), System.out, Serve::untilStopped))
                        .run(arguments));
    }
}
