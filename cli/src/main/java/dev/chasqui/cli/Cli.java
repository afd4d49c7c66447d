package dev.chasqui.cli;

import dev.chasqui.adapters.config.reading.ConfigException;
import dev.chasqui.cli.agents.AgentsCommand;
import dev.chasqui.cli.agents.TryAction;
import dev.chasqui.cli.backends.BackendsCommand;
import dev.chasqui.cli.backup.BackupCommand;
import dev.chasqui.cli.backup.RestoreAction;
import dev.chasqui.cli.backup.RestoreCommand;
import dev.chasqui.cli.callers.KeysCommand;
import dev.chasqui.cli.callers.TeamsCommand;
import dev.chasqui.cli.callers.UsersCommand;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.cli.command.CommandGroup;
import dev.chasqui.cli.command.Shell;
import dev.chasqui.cli.command.Version;
import dev.chasqui.cli.config.CheckAction;
import dev.chasqui.cli.config.ConfigCommand;
import dev.chasqui.cli.decisions.DecisionsAction;
import dev.chasqui.cli.decisions.DecisionsCommand;
import dev.chasqui.cli.fleet.FleetCommand;
import dev.chasqui.cli.models.ModelsCommand;
import dev.chasqui.cli.rag.RagCommand;
import dev.chasqui.cli.route.ExplainCommand;
import dev.chasqui.cli.serve.ServeAction;
import dev.chasqui.cli.serve.ServeCommand;
import dev.chasqui.cli.skills.SkillsAction;
import dev.chasqui.cli.skills.SkillsCommand;
import dev.chasqui.cli.usage.AuditCommand;
import dev.chasqui.cli.usage.UsageCommand;
import dev.chasqui.domain.binding.NearestName;
import dev.chasqui.domain.text.Printable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The command line of Chasqui: it parses the arguments, runs a command and reports its failure. */
public final class Cli {
    private static final int HELP_WIDTH = 100;

    private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    private Consumer<CommandLine> writers = line -> {};

    /**
     * @param shell the environment and the standard streams
     * @param serve the action of the command {@code serve}
     * @param check the check that {@code config check} runs after reading
     * @param trial the action of the command {@code agents try}
     */
    public Cli(Shell shell, ServeAction serve, CheckAction check, TryAction trial) {
        Map<String, String> environment = shell.environment();
        commands.put("serve", () -> new ServeCommand(serve));
        commands.put("ask", () -> new AskCommand(shell));
        commands.put("rag", () -> RagCommand.withSubcommands(shell));
        commands.put("models", () -> ModelsCommand.withSubcommands(environment));
        commands.put("backends", () -> BackendsCommand.withSubcommands(environment));
        commands.put("explain", () -> new ExplainCommand(environment));
        commands.put("fleet", () -> FleetCommand.withSubcommands(environment));
        commands.put("agents", () -> AgentsCommand.withSubcommands(environment, trial));
        commands.put("usage", () -> new UsageCommand(environment));
        commands.put("audit", () -> new AuditCommand(environment));
        commands.put("backup", () -> new BackupCommand(environment));
        commands.put("config", () -> ConfigCommand.withSubcommands(environment, check));
        commands.put("key", KeyCommand::new);
        commands.put("users", () -> UsersCommand.withSubcommands(environment));
        commands.put("keys", () -> KeysCommand.withSubcommands(environment));
        commands.put("teams", () -> TeamsCommand.withSubcommands(environment));
        commands.put("version", VersionCommand::new);
    }

    /** Adds the command {@code skills} with its actions; returns this object. */
    public Cli skills(Map<String, String> environment, SkillsAction skills) {
        commands.put("skills", () -> SkillsCommand.withSubcommands(environment, skills));
        return this;
    }

    /** Adds the command {@code decisions} with its reader of files; returns this object. */
    public Cli decisions(Map<String, String> environment, DecisionsAction files) {
        commands.put("decisions", () -> DecisionsCommand.withSubcommands(environment, files));
        return this;
    }

    /** Adds the command {@code restore} with its action; returns this object. */
    public Cli restore(Map<String, String> environment, RestoreAction restore) {
        commands.put("restore", () -> new RestoreCommand(environment, restore));
        return this;
    }

    /** Sets the writers that replace standard output and standard error; returns this object. */
    public Cli writingTo(PrintWriter out, PrintWriter err) {
        writers = line -> line.setOut(out).setErr(err);
        return this;
    }

    /**
     * Runs a command.
     *
     * @return the exit code: 0 for success, 1 for a failure, 2 for a request that cannot be carried
     *     out as given
     */
    public int run(String... arguments) {
        String[] meant = helpAsOption(arguments);
        return commandLine(meant).execute(meant);
    }

    /** Returns {@code help agents new} as {@code agents new --help}; anything else as it is. */
    private String[] helpAsOption(String... arguments) {
        if (arguments.length < 2
                || !arguments[0].equals("help")
                || !commands.containsKey(arguments[1])) {
            return arguments;
        }
        String[] meant = Arrays.copyOfRange(arguments, 1, arguments.length + 1);
        meant[meant.length - 1] = "--help";
        return meant;
    }

    /**
     * Builds the parser with only the command that is called: building all of them would slow a
     * start down.
     */
    private CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new Chasqui());
        String called = arguments.length == 0 ? "" : arguments[0];
        if (commands.containsKey(called)) {
            line.addSubcommand(commands.get(called).get());
        } else {
            commands.values().forEach(command -> line.addSubcommand(command.get()));
            line.addSubcommand(new CommandLine.HelpCommand());
        }
        writers.accept(line);
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Cli::misunderstood)
                .setExecutionExceptionHandler(Cli::failed)
                .setUsageHelpWidth(HELP_WIDTH);
    }

    private static int misunderstood(ParameterException thrown, String[] arguments) {
        CommandLine command = thrown.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("chasqui: " + printable(thrown) + suggestion(thrown));
        command.getErr().println("Help: " + name + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    /** Returns the nearest option or subcommand in brackets; empty if there is none. */
    private static String suggestion(ParameterException thrown) {
        return thrown instanceof CommandLine.UnmatchedArgumentException unmatched
                ? nearest(unmatched).map(near -> " (did you mean '" + near + "'?)").orElse("")
                : "";
    }

    private static Optional<String> nearest(CommandLine.UnmatchedArgumentException unmatched) {
        List<String> wrong = unmatched.getUnmatched();
        CommandSpec spec = unmatched.getCommandLine().getCommandSpec();
        Set<String> known = new TreeSet<>(spec.optionsMap().keySet());
        known.addAll(spec.subcommands().keySet());
        return wrong.isEmpty() ? Optional.empty() : NearestName.find(wrong.getFirst(), known);
    }

    private static int failed(
            Exception thrown, CommandLine command, CommandLine.ParseResult arguments)
            throws Exception {
        if (thrown instanceof CommandFailure failure) {
            command.getErr().println("chasqui: " + printable(failure));
            return failure.exitCode();
        }
        if (thrown instanceof ConfigException mistakes) {
            command.getErr().println(printable(mistakes));
            return CommandLine.ExitCode.USAGE;
        }
        throw thrown;
    }

    /** Returns the message without control characters, since it may quote files and servers. */
    private static String printable(Exception thrown) {
        return Printable.lines(String.valueOf(thrown.getMessage()));
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
                "  chasqui ask 'Why is it so?'     ask a model and print its answer as it comes",
                "  chasqui rag add handbook/       add documents for /rag",
                "  chasqui models                  list the models that it offers",
                "  chasqui serve --help            show the options of a command",
            })
    private static final class Chasqui extends CommandGroup {}
}
