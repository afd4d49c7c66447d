package dev.chasqui.cli.rag;

import dev.chasqui.cli.client.AnswerReader;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.ServerOptions;
import dev.chasqui.cli.client.Table;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(
        name = "explain",
        description = {
            "Show what each voice of the search finds for a question, and why it ranks so.",
            "",
            "For each passage: the score of all voices together, and the rank and score by each of"
                    + " them; below, the passages that were left out, and why."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui rag explain days of leave",
            "  chasqui rag explain --collection handbook -k 10 'who approves travel?'",
        })
final class RagExplainCommand implements Callable<Integer> {
    private static final int LONGEST_NAME = 48;

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

    RagExplainCommand(Map<String, String> environment) {
        this.server = new ServerOptions(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Json.Obj answer;
        try (ServerClient client = server.client()) {
            answer =
                    client.get(
                            CollectionOptions.path(collections.existing(client))
                                    + "/search?explain=true&k="
                                    + most
                                    + "&q="
                                    + ServerClient.encoded(String.join(" ", words)));
        }
        if (json) {
            out.println(answer);
            return CommandLine.ExitCode.OK;
        }
        answer.text("problem").ifPresent(problem -> out.println(Printable.of(problem)));
        List<Json.Obj> passages = AnswerReader.list(answer, "passages");
        if (passages.isEmpty()) {
            out.println("Nothing fits.");
        } else {
            table(passages, AnswerReader.texts(answer, "voices")).print(out);
        }
        leftOut(AnswerReader.list(answer, "leftOut"), out);
        return CommandLine.ExitCode.OK;
    }

    /** Returns a column for each voice, with the rank and the score that it gave. */
    private static Table table(List<Json.Obj> passages, List<String> voices) {
        List<String> heading = new ArrayList<>(List.of("SCORE"));
        voices.forEach(voice -> heading.add(voice.toUpperCase(Locale.ROOT)));
        heading.addAll(List.of("DOCUMENT", "HEADING"));
        return new Table(heading, passages.stream().map(each -> row(each, voices)).toList());
    }

    private static List<String> row(Json.Obj passage, List<String> voices) {
        List<String> row = new ArrayList<>(List.of(score(passage)));
        for (String voice : voices) {
            row.add(
                    AnswerReader.list(passage, "votes").stream()
                            .filter(vote -> vote.text("voice").equals(Optional.of(voice)))
                            .map(
                                    vote ->
                                            "#"
                                                    + AnswerReader.number(vote, "rank")
                                                    + " "
                                                    + score(vote))
                            .findFirst()
                            .orElse("-"));
        }
        row.add(cut(passage.text("document").orElse("?")));
        row.add(cut(passage.text("heading").orElse("")));
        return row;
    }

    private static String score(Json.Obj scored) {
        return String.format(
                Locale.ROOT, "%.3f", Double.valueOf(AnswerReader.number(scored, "score")));
    }

    private static String cut(String name) {
        return name.length() <= LONGEST_NAME
                ? name
                : "…" + name.substring(name.length() - LONGEST_NAME + 1);
    }

    private static void leftOut(List<Json.Obj> passages, PrintWriter out) {
        if (!passages.isEmpty()) {
            out.println();
            out.println("Left out:");
        }
        for (Json.Obj passage : passages) {
            out.println(
                    "  "
                            + Printable.of(passage.text("document").orElse("?"))
                            + " ("
                            + AnswerReader.number(passage, "position")
                            + "): "
                            + Printable.of(passage.text("why").orElse("")));
        }
    }
}
