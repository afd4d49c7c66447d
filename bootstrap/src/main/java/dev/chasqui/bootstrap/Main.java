package dev.chasqui.bootstrap;

import dev.chasqui.bootstrap.check.StartCheck;
import dev.chasqui.bootstrap.trial.AgentTrial;
import dev.chasqui.cli.Cli;
import dev.chasqui.cli.command.Shell;

/** The program: it runs the command line with the actions of its commands. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(
                new Cli(
                                Shell.ofProcess(),
                                new Serve(System.getenv(), System.out, Serve::untilStopped),
                                StartCheck::all,
                                new AgentTrial(System.getenv()))
                        .skills(System.getenv(), new LocalSkills())
                        .decisions(System.getenv(), new LocalDecisions())
                        .restore(System.getenv(), new LocalRestore())
                        .run(arguments));
    }
}
