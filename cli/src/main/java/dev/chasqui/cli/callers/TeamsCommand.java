package dev.chasqui.cli.callers;

import dev.chasqui.cli.command.CommandGroup;
import dev.chasqui.cli.command.Version;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.Map;

/** The command {@code teams}. */
@Command(
        name = "teams",
        description =
                "Make, list, change or remove teams, whose limits hold for all members together.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui teams set crew --budget 100/month",
            "  chasqui users change ana --team crew",
        })
public final class TeamsCommand extends CommandGroup {
    private TeamsCommand() {}

    /**
     * Returns the command with its subcommands.
     *
     * @param environment the environment's variables
     */
    public static CommandLine withSubcommands(Map<String, String> environment) {
        return new CommandLine(new TeamsCommand())
                .addSubcommand(new TeamsSetCommand(environment))
                .addSubcommand(new TeamsListCommand(environment))
                .addSubcommand(new TeamsShowCommand(environment))
                .addSubcommand(new TeamsDeleteCommand(environment));
    }
}
