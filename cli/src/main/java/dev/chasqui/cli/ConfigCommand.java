package dev.chasqui.cli;

import picocli.CommandLine.Command;

@Command(
        name = "config",
        description =
                "Check a configuration, write one to start from, or have the server read its own"
                        + " again.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui config init      write ./config.json and its schema",
            "  chasqui config check     tell every mistake in it",
            "  chasqui config reload    have the running server read it again",
        })
final class ConfigCommand extends CommandGroup {}
