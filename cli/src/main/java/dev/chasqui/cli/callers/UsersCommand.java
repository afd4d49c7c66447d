package dev.chasqui.cli.callers;

import dev.chasqui.cli.command.CommandGroup;
import dev.chasqui.cli.command.Version;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.Map;

/** The command {@code users}. */
@Command(
        name = "users",
        description =
                "Make, list, change or remove the users of the running server, and what is kept of"
                        + " them.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui users create boss --role admin --key      the first one, who needs a key",
            "  chasqui users create ana --requests 5/1m",
            "  chasqui users list",
            "  chasqui users deactivate ana",
            "  chasqui users export ana --to ana.json",
        })
public final class UsersCommand extends CommandGroup {
    private UsersCommand() {}

    /**
     * Returns the command with its subcommands.
     *
     * @param environment the environment's variables
     */
    public static CommandLine withSubcommands(Map<String, String> environment) {
        return new CommandLine(new UsersCommand())
                .addSubcommand(new UsersCreateCommand(environment))
                .addSubcommand(new UsersListCommand(environment))
                .addSubcommand(new UsersShowCommand(environment))
                .addSubcommand(new UsersChangeCommand(environment))
                .addSubcommand(new UsersActivateCommand(environment))
                .addSubcommand(new UsersDeactivateCommand(environment))
                .addSubcommand(new UsersDeleteCommand(environment))
                .addSubcommand(new UsersExportCommand(environment))
                .addSubcommand(new UsersForgetCommand(environment));
    }
}
