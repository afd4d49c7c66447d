package dev.chasqui.cli;

import picocli.CommandLine.Command;

@Command(
        name = "rag",
        description = "Add documents to the running server, and search them.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui rag add handbook/                     a folder, with all below it",
            "  chasqui ask '/rag how many days of leave are there?'",
            "  chasqui rag search days of leave              the passages that /rag would see",
            "  chasqui rag list                              the collections",
            "",
            "If there are keys, CHASQUI_KEY holds an administrator's.",
        })
final class RagCommand extends CommandGroup {}
