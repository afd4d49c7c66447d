package dev.chasqui.cli.rag.eval;

import dev.chasqui.cli.client.AnswerReader;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.ServerOptions;
import dev.chasqui.cli.client.Table;
import dev.chasqui.cli.command.Shell;
import dev.chasqui.cli.command.Version;
import dev.chasqui.cli.rag.collection.CollectionOptions;
import dev.chasqui.cli.rag.collection.VectorsWait;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The command {@code rag eval}. */
@Command(
        name = "eval",
        description = {
            "Measure how well questions find the documents that answer them.",
            "",
            "Each question is asked by words (bm25), by vectors (dense), by both (hybrid, as /rag"
                    + " does), and reranked if config names a reranker. Questions without a"
                    + " relevant document are left out."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui rag add --collection papers --jsonl corpus.jsonl",
            "  chasqui rag eval --collection papers --queries q.jsonl --qrels qrels.tsv",
        })
public final class RagEvalCommand implements Callable<Integer> {
    /** The questions that are asked before the measurement, so that the server is warm. */
    private static final int WARM_UP = 50;

    @Mixin private final ServerOptions server;
    @Mixin private CollectionOptions collections = new CollectionOptions();

    private final boolean terminal;

    @Option(
            names = "--queries",
            required = true,
            paramLabel = "FILE",
            description = "The questions: lines of {\"_id\", \"text\"}.")
    private Path queries = Path.of("");

    @Option(
            names = "--qrels",
            required = true,
            paramLabel = "FILE",
            description =
                    "The answers: lines of question's id, document's name and grade, with tabs"
                            + " between them; a grade above 0 is relevant.")
    private Path qrels = Path.of("");

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    /**
     * @param shell the environment and the standard streams
     */
    public RagEvalCommand(Shell shell) {
        this.server = new ServerOptions(shell.environment());
        this.terminal = shell.terminal().err();
    }

    @Override
    public Integer call() throws InterruptedException {
        TestCollection tests = TestCollection.read(queries, qrels);
        PrintWriter err = spec.commandLine().getErr();
        if (tests.unjudged() > 0) {
            err.println(tests.unjudged() + " questions have no relevant document and are left out");
        }
        Map<String, VoiceReport> reports = new LinkedHashMap<>();
        Json.Obj state;
        try (ServerClient client = server.client()) {
            String collection = collections.existing(client);
            state = new VectorsWait(client, collection, err, terminal).untilDone();
            for (String voice : voices(state)) {
                if (tests.questions().size() > WARM_UP) {
                    ask(client, collection, voice, tests.questions().subList(0, WARM_UP));
                }
                reports.put(voice, ask(client, collection, voice, tests.questions()));
            }
        }
        print(state, tests, reports);
        return CommandLine.ExitCode.OK;
    }

    /** Returns the voices that the collection has, by its description. */
    private static List<String> voices(Json.Obj state) {
        List<String> voices = new ArrayList<>(List.of("bm25"));
        if (VectorsWait.serve(state)) {
            voices.add("dense");
        }
        voices.add("hybrid");
        if (state.text("reranker").isPresent()) {
            voices.add("reranked");
        }
        return voices;
    }

    private static VoiceReport ask(
            ServerClient client,
            String collection,
            String voice,
            List<TestCollection.Question> questions)
            throws InterruptedException {
        List<RankingMeasures> measures = new ArrayList<>();
        List<Double> millis = new ArrayList<>();
        for (TestCollection.Question question : questions) {
            Json.Obj answer =
                    client.get(
                            CollectionOptions.path(collection)
                                    + "/search?by=document&k="
                                    + RankingMeasures.DEPTH
                                    + "&voice="
                                    + voice
                                    + "&q="
                                    + ServerClient.encoded(question.text()));
            List<String> ranking =
                    AnswerReader.list(answer, "documents").stream()
                            .flatMap(document -> document.text("name").stream())
                            .toList();
            measures.add(RankingMeasures.of(ranking, question.grades()));
            millis.add(Double.valueOf(AnswerReader.number(answer, "millis")));
        }
        return VoiceReport.of(measures, millis);
    }

    private void print(Json.Obj state, TestCollection tests, Map<String, VoiceReport> reports) {
        PrintWriter out = spec.commandLine().getOut();
        String documents = AnswerReader.number(state, "documents");
        if (json) {
            Json.Obj printed =
                    Json.Obj.EMPTY
                            .with("documents", new Json.Num(documents))
                            .with("queries", Json.of(tests.questions().size()));
            for (Map.Entry<String, VoiceReport> report : reports.entrySet()) {
                printed = printed.with(report.getKey(), report.getValue().json());
            }
            out.println(printed);
            return;
        }
        out.println(documents + " documents, " + tests.questions().size() + " questions");
        new Table(
                        List.of(
                                "VOICE",
                                "NDCG@10",
                                "RECALL@10",
                                "RECALL@100",
                                "MRR",
                                "P50 MS",
                                "P99 MS"),
                        reports.entrySet().stream()
                                .map(report -> report.getValue().row(report.getKey()))
                                .toList())
                .print(out);
    }
}
