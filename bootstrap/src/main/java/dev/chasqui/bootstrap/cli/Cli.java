package dev.chasqui.bootstrap.cli;

import dev.chasqui.adapters.config.ConfigException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

import java.io.PrintWriter;
import java.util.Map;

/** The command line of Chasqui. */
public final class Cli {
    private static final int HELP_WIDTH = 100;

    private final CommandLine commandLine;

    /**
     * @param shell where it runs
     * @param serve what the command {@code serve} does
     */
    public Cli(Shell shell, ServeAction serve) {
        Map<String, String> environment = shell.environment();
        commandLine =
                new CommandLine(new Chasqui())
                        .addSubcommand(new ServeCommand(serve))
                        .addSubcommand(new AskCommand(shell))
                        .addSubcommand(
                                new CommandLine(new RagCommand())
                                        .addSubcommand(new RagAddCommand(shell))
                                        .addSubcommand(new RagSearchCommand(environment))
                                        .addSubcommand(new RagListCommand(environment))
                                        .addSubcommand(new RagRemoveCommand(environment)))
                        .addSubcommand(new ModelsCommand(environment))
                        .addSubcommand(new AgentsCommand(environment))
                        .addSubcommand(
                                new CommandLine(new ConfigCommand())
                                        .addSubcommand(new ConfigCheckCommand(environment))
                                        .addSubcommand(new ConfigInitCommand()))
                        .addSubcommand(new KeyCommand())
                        .addSubcommand(new VersionCommand())
                        .addSubcommand(new CommandLine.HelpCommand())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setParameterExceptionHandler(Cli::misunderstood)
                        .setExecutionExceptionHandler(Cli::failed)
                        .setUsageHelpWidth(HELP_WIDTH);
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

    private static int misunderstood(ParameterException thrown, String[] arguments) {
        CommandLine command = thrown.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("chasqui: " + thrown.getMessage());
        command.getErr().println("What it takes: " + name + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(
            Exception thrown, CommandLine command, CommandLine.ParseResult arguments)
            throws Exception {
        if (thrown instanceof CommandFailure failure) {
            command.getErr().println("chasqui: " + failure.getMessage());
            return failure.exitCode();
        }
        if (thrown instanceof ConfigException mistakes) {
            command.getErr().println(mistakes.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
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
                "  chasqui ask 'Why is it so?'     ask a model, and see its answer come",
                "  chasqui rag add handbook/       add documents for /rag",
                "  chasqui models                  list the models it offers",
                "  chasqui serve --help            tell what a command takes",
            })
    private static final class Chasqui extends CommandGroup {}
}
