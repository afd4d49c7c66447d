package dev.chasqui.cli.rag;

import dev.chasqui.cli.client.AnswerReader;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.ServerOptions;
import dev.chasqui.cli.client.Table;
import dev.chasqui.cli.command.Version;
import dev.chasqui.cli.rag.collection.CollectionOptions;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(
        name = "list",
        description = "List the collections, or the documents of one.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {"  chasqui rag list", "  chasqui rag list handbook"})
final class RagListCommand implements Callable<Integer> {
    private static final int PAGE = 1_000;

    @Mixin private final ServerOptions server;

    @Parameters(
            paramLabel = "COLLECTION",
            arity = "0..1",
            description = "The collection whose documents are listed.")
    private Optional<String> collection = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object per line instead of a table.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    RagListCommand(Map<String, String> environment) {
        this.server = new ServerOptions(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (ServerClient client = server.client()) {
            if (collection.isPresent()) {
                print(
                        documents(client, collection.get()),
                        "The collection is empty.",
                        List.of("DOCUMENT", "PASSAGES", "BYTES", "ADDED"),
                        List.of("name", "passages", "bytes", "added"));
            } else {
                print(
                        AnswerReader.list(client.get(CollectionOptions.COLLECTIONS), "collections"),
                        "There are no documents yet: add some with `chasqui rag add FOLDER`.",
                        List.of("COLLECTION", "DOCUMENTS", "PASSAGES", "BYTES", "UPDATED"),
                        List.of("name", "documents", "passages", "bytes", "updated"));
            }
        }
        return CommandLine.ExitCode.OK;
    }

    /** Reads the list page by page, since a collection may hold very many documents. */
    private static List<Json.Obj> documents(ServerClient client, String collection)
            throws InterruptedException {
        List<Json.Obj> all = new ArrayList<>();
        String path = CollectionOptions.documents(collection) + "?limit=" + PAGE;
        List<Json.Obj> page = AnswerReader.list(client.get(path), "documents");
        all.addAll(page);
        while (page.size() == PAGE) {
            String last = page.getLast().text("name").orElse("");
            String after = "&after=" + ServerClient.encoded(last);
            page = AnswerReader.list(client.get(path + after), "documents");
            all.addAll(page);
        }
        return all;
    }

    private void print(
            List<Json.Obj> entries, String nothing, List<String> heading, List<String> members) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            entries.forEach(out::println);
        } else if (entries.isEmpty()) {
            out.println(nothing);
        } else {
            new Table(heading, entries.stream().map(entry -> row(entry, members)).toList())
                    .print(out);
        }
    }

    private static List<String> row(Json.Obj entry, List<String> members) {
        return members.stream()
                .map(
                        member ->
                                entry.text(member)
                                        .orElseGet(() -> AnswerReader.number(entry, member)))
                .toList();
    }
}
