package dev.chasqui.cli;

import dev.chasqui.cli.command.Shell;
import dev.chasqui.cli.command.Terminal;
import dev.chasqui.cli.serve.ServeAction;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** The output and the exit code of one command. */
public record CommandRun(int exitCode, String out, String err) {

    public static CommandRun of(Map<String, String> environment, String... arguments) {
        return of(environment, options -> {}, arguments);
    }

    public static CommandRun of(
            Map<String, String> environment, ServeAction serve, String... arguments) {
        Shell shell = new Shell(environment, InputStream.nullInputStream(), Terminal.NONE);
        return of(shell, serve, arguments);
    }

    public static CommandRun of(Shell shell, ServeAction serve, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode =
                new Cli(shell, serve, (_, _) -> {}, (_, _) -> {})
                        .writingTo(new PrintWriter(out, true), new PrintWriter(err, true))
                        .run(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
