package dev.chasqui.cli.config;

import dev.chasqui.cli.command.CommandGroup;
import dev.chasqui.cli.command.Version;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.Map;

/** The command {@code config}. */
@Command(
        name = "config",
        description = "Check a configuration, write an example, or make the server reload its own.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui config init      write ./config.json and its schema",
            "  chasqui config check     report every mistake in it",
            "  chasqui config reload    make the running server read it again",
        })
public final class ConfigCommand extends CommandGroup {
    private ConfigCommand() {}

    /**
     * Returns the command with its subcommands.
     *
     * @param environment the environment's variables
     * @param check the check that {@code config check} runs after reading
     */
    public static CommandLine withSubcommands(Map<String, String> environment, CheckAction check) {
        return new CommandLine(new ConfigCommand())
                .addSubcommand(new ConfigCheckCommand(environment, check))
                .addSubcommand(new ConfigInitCommand())
                .addSubcommand(new ConfigReloadCommand(environment));
    }
}
