package dev.chasqui.cli.rag;

import dev.chasqui.cli.command.CommandGroup;
import dev.chasqui.cli.command.Shell;
import dev.chasqui.cli.command.Version;
import dev.chasqui.cli.rag.eval.RagEvalCommand;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code rag}. */
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
public final class RagCommand extends CommandGroup {
    private RagCommand() {}

    /**
     * Returns the command with its subcommands.
     *
     * @param shell the environment and the standard streams
     */
    public static CommandLine withSubcommands(Shell shell) {
        return new CommandLine(new RagCommand())
                .addSubcommand(new RagAddCommand(shell))
                .addSubcommand(new RagSearchCommand(shell.environment()))
                .addSubcommand(new RagExplainCommand(shell.environment()))
                .addSubcommand(new RagEvalCommand(shell))
                .addSubcommand(new RagListCommand(shell.environment()))
                .addSubcommand(new RagRemoveCommand(shell.environment()));
    }
}
