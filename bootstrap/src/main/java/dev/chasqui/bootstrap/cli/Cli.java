package dev.chasqui.bootstrap.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.PrintWriter;
import java.util.Map;

/** The command line of Chasqui. */
public final class Cli {
    private final CommandLine commandLine;

    /**
     * @param environment the environment's variables
     * @param serve what the command {@code serve} does
     */
    public Cli(Map<String, String> environment, ServeAction serve) {
        commandLine =
                new CommandLine(new Chasqui())
                        .addSubcommand(new ServeCommand(serve))
                        .addSubcommand(new ModelsCommand(environment))
                        .addSubcommand(new AgentsCommand(environment))
                        .addSubcommand(
                                new CommandLine(new ConfigCommand())
                                        .addSubcommand(new ConfigCheckCommand(environment))
                                        .addSubcommand(new ConfigInitCommand()))
                        .addSubcommand(new KeyCommand())
                        .addSubcommand(new VersionCommand())
                        .setExecutionExceptionHandler(Cli::failed)
                        .setUsageHelpAutoWidth(true);
    }

    /**
     * Runs a command.
     *
     * @return the exit code: 0 for success, 1 for a failure, 2 for what cannot be done as asked
     */
    public int run(String... arguments) {
        return commandLine.execute(arguments);
    }

    /** Sends to these writers what goes to standard output and standard error otherwise. */
    Cli writingTo(PrintWriter out, PrintWriter err) {
        commandLine.setOut(out).setErr(err);
        return this;
    }

    private static int failed(
            Exception thrown, CommandLine command, CommandLine.ParseResult arguments)
            throws Exception {
        if (thrown instanceof CommandFailure failure) {
            command.getErr().println("chasqui: " + failure.getMessage());
            return failure.exitCode();
        }
        throw thrown;
    }

    @Command(
            name = "chasqui",
            description = "One server between chat clients and language models.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            synopsisSubcommandLabel = "COMMAND",
            footerHeading = "%nExamples:%n",
            footer = {
                "  chasqui serve                   start the server",
                "  chasqui models                  list the models it offers",
                "  chasqui serve --help            tell what a command takes",
            })
    private static final class Chasqui extends CommandGroup {}
}
