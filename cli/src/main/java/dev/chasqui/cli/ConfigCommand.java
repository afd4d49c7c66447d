package dev.chasqui.cli;

import picocli.CommandLine.Command;

@Command(
        name = "config",
        description = "Check a configuration, or write one to start from.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui config init      write ./config.json and its schema",
            "  chasqui config check     tell every mistake in it",
        })
final class ConfigCommand extends CommandGroup {}
