package dev.chasqui.cli.callers;

import dev.chasqui.cli.command.CommandGroup;
import dev.chasqui.cli.command.Version;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.Map;

/** The command {@code keys}. */
@Command(
        name = "keys",
        description = {
            "Make, list, change, rotate or revoke the keys of users of the running server.",
            "",
            "Keys of the configuration are made by `chasqui key`."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui keys create --user ana",
            "  chasqui keys list --user ana",
            "  chasqui keys revoke 1f0c3a5b7d9e2468",
        })
public final class KeysCommand extends CommandGroup {
    private KeysCommand() {}

    /**
     * Returns the command with its subcommands.
     *
     * @param environment the environment's variables
     */
    public static CommandLine withSubcommands(Map<String, String> environment) {
        return new CommandLine(new KeysCommand())
                .addSubcommand(new KeysCreateCommand(environment))
                .addSubcommand(new KeysListCommand(environment))
                .addSubcommand(new KeysChangeCommand(environment))
                .addSubcommand(new KeysRotateCommand(environment))
                .addSubcommand(new KeysRevokeCommand(environment));
    }
}
