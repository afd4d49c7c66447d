package dev.chasqui.cli.rag;

import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.ServerOptions;
import dev.chasqui.cli.command.Version;
import dev.chasqui.cli.rag.collection.CollectionOptions;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

@Command(
        name = "remove",
        description = "Remove documents by their names, or a whole collection.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui rag remove handbook/leave.md",
            "  chasqui rag remove --collection handbook --all",
        })
final class RagRemoveCommand implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private CollectionOptions collections = new CollectionOptions();

    @Option(names = "--all", description = "Remove the whole collection that --collection names.")
    private boolean all;

    @Parameters(paramLabel = "DOCUMENT", description = "Names, as `chasqui rag list` shows them.")
    private List<String> documents = List.of();

    @Spec private CommandSpec spec = CommandSpec.create();

    RagRemoveCommand(Map<String, String> environment) {
        this.server = new ServerOptions(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (all ? !documents.isEmpty() || !collections.named() : documents.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "name the documents to remove, or a whole collection with --collection NAME"
                            + " --all");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (ServerClient client = server.client()) {
            String collection = collections.existing(client);
            if (all) {
                client.delete(CollectionOptions.path(collection));
                out.println("removed the collection " + collection);
            }
            for (String document : documents) {
                client.delete(
                        CollectionOptions.documents(collection)
                                + "/"
                                + ServerClient.encoded(document));
                out.println("removed " + document + " from " + collection);
            }
        }
        return CommandLine.ExitCode.OK;
    }
}
