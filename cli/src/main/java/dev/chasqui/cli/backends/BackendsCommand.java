package dev.chasqui.cli.backends;

import dev.chasqui.cli.command.CommandGroup;
import dev.chasqui.cli.command.Version;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.Map;

/** The command {@code backends}. */
@Command(
        name = "backends",
        description = "List, add, remove or drain the servers behind the running server.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui backends list",
            "  chasqui backends add http://10.0.0.5:8080 --kind chat",
            "  chasqui backends drain 10.0.0.5-8080",
            "  chasqui backends remove 10.0.0.5-8080",
        })
public final class BackendsCommand extends CommandGroup {
    private BackendsCommand() {}

    /**
     * Returns the command with its subcommands.
     *
     * @param environment the environment's variables
     */
    public static CommandLine withSubcommands(Map<String, String> environment) {
        return new CommandLine(new BackendsCommand())
                .addSubcommand(new BackendsListCommand(environment))
                .addSubcommand(new BackendsAddCommand(environment))
                .addSubcommand(new BackendsRemoveCommand(environment))
                .addSubcommand(new BackendsDrainCommand(environment))
                .addSubcommand(new BackendsResumeCommand(environment));
    }
}
