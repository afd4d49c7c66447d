package dev.chasqui.cli.rag;

import dev.chasqui.cli.client.AnswerReader;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.ServerOptions;
import dev.chasqui.cli.command.Version;
import dev.chasqui.cli.rag.collection.CollectionOptions;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.text.Printable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

@Command(
        name = "search",
        description = "Show the passages that fit a question best, as /rag would find them.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui rag search days of leave",
            "  chasqui rag search --collection handbook -k 10 'who approves travel?'",
        })
final class RagSearchCommand implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private CollectionOptions collections = new CollectionOptions();

    @Option(
            names = "-k",
            paramLabel = "N",
            description = "The number of passages at most (default: 5).")
    private int most = 5;

    @Option(names = "--json", description = "Print the server's JSON.")
    private boolean json;

    @Parameters(paramLabel = "QUESTION", arity = "1..*", description = "The question to look up.")
    private List<String> words = List.of();

    @Spec private CommandSpec spec = CommandSpec.create();

    RagSearchCommand(Map<String, String> environment) {
        this.server = new ServerOptions(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Json.Obj answer;
        try (ServerClient client = server.client()) {
            String question = ServerClient.encoded(String.join(" ", words));
            answer =
                    client.get(
                            CollectionOptions.path(collections.existing(client))
                                    + "/search?k="
                                    + most
                                    + "&q="
                                    + question);
        }
        List<Json.Obj> passages = AnswerReader.list(answer, "passages");
        if (json) {
            out.println(answer);
        } else if (passages.isEmpty()) {
            out.println("Nothing fits.");
        } else {
            passages.forEach(passage -> print(passage, out));
        }
        return CommandLine.ExitCode.OK;
    }

    private static double score(Json.Obj passage) {
        return passage.get("score").orElse(Json.Null.NULL) instanceof Json.Num score
                ? score.doubleValue()
                : 0;
    }

    private static void print(Json.Obj passage, PrintWriter out) {
        out.println(
                Printable.of(passage.text("document").orElse("?"))
                        + String.format(Locale.ROOT, "  (score %.2f)", score(passage)));
        String text = passage.text("text").orElse("").strip();
        out.println(Printable.lines(text).indent(4));
    }
}
