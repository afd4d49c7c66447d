package dev.chasqui.bootstrap;

import dev.chasqui.bootstrap.check.StartCheck;
import dev.chasqui.bootstrap.trial.AgentTrial;
import dev.chasqui.cli.Cli;
import dev.chasqui.cli.command.Shell;
import dev.chasqui.cli.command.Terminal;
import dev.chasqui.cli.serve.ServeAction;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** The output and the exit code of one command. */
public record CommandRun(int exitCode, String out, String err) {

    /** Runs a command with all parts of the program. */
    public static CommandRun of(
            Map<String, String> environment, ServeAction serve, String... arguments) {
        Shell shell = new Shell(environment, InputStream.nullInputStream(), Terminal.NONE);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode =
                new Cli(shell, serve, StartCheck::all, new AgentTrial(environment))
                        .skills(environment, new LocalSkills())
                        .decisions(environment, new LocalDecisions())
                        .restore(environment, new LocalRestore())
                        .writingTo(new PrintWriter(out, true), new PrintWriter(err, true))
                        .run(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
