package dev.chasqui.cli;

import picocli.CommandLine.Command;

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
final class ConfigCommand extends CommandGroup {}
