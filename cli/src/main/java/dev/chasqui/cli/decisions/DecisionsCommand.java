package dev.chasqui.cli.decisions;

import dev.chasqui.cli.command.CommandGroup;
import dev.chasqui.cli.command.Version;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.Map;

/** The command {@code decisions}. */
@Command(
        name = "decisions",
        description = {
            "Read the decision ledger: the requests that left for backends of the zone 'open', and"
                    + " why each might."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui decisions list --caller ana",
            "  chasqui decisions verify",
            "  chasqui decisions verify --data /var/lib/chasqui --head 5f0c...",
        })
public final class DecisionsCommand extends CommandGroup {
    private DecisionsCommand() {}

    /** Returns the command with its subcommands. */
    public static CommandLine withSubcommands(
            Map<String, String> environment, DecisionsAction files) {
        return new CommandLine(new DecisionsCommand())
                .addSubcommand(new DecisionsListCommand(environment))
                .addSubcommand(new DecisionsVerifyCommand(environment, files));
    }
}
