package dev.chasqui.cli.fleet;

import dev.chasqui.cli.command.CommandGroup;
import dev.chasqui.cli.command.Version;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.Map;

/** The command {@code fleet}. */
@Command(
        name = "fleet",
        description = "Advise on which models should be where, by what was asked for.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui fleet recommend",
            "  chasqui fleet recommend --from 30d",
        })
public final class FleetCommand extends CommandGroup {
    private FleetCommand() {}

    /**
     * Returns the command with its subcommands.
     *
     * @param environment the environment's variables
     */
    public static CommandLine withSubcommands(Map<String, String> environment) {
        return new CommandLine(new FleetCommand())
                .addSubcommand(new FleetRecommendCommand(environment));
    }
}
