package dev.chasqui.cli.route;

import dev.chasqui.cli.client.AnswerReader;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.ServerOptions;
import dev.chasqui.cli.client.Table;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** The command that shows which backend of the running server a chat would get, and why. */
@Command(
        name = "explain",
        description = {
            "Show which backend of the running server a chat would get now, and why.",
            "",
            "The server chooses as it does for a real chat; it asks no backend. If none may"
                    + " answer, the exit code is 1."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui explain llama3",
            "  chasqui explain llama3 --caller ana --json",
        })
public final class ExplainCommand implements Callable<Integer> {
    private static final String PATH = "/admin/route/explain";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "MODEL", description = "The model that the chat asks for.")
    private String model = "";

    @Option(
            names = "--caller",
            paramLabel = "NAME",
            description = "The name of the caller's key or user (default: your own).")
    private Optional<String> caller = Optional.empty();

    @Option(names = "--json", description = "Print the server's JSON instead of tables.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    /**
     * @param environment the environment's variables
     */
    public ExplainCommand(Map<String, String> environment) {
        this.server = new ServerOptions(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        Json.Obj answer;
        try (ServerClient client = server.client()) {
            answer =
                    client.post(
                            path(),
                            "application/json",
                            BodyPublishers.ofByteArray(
                                    Json.Obj.EMPTY.with("model", Json.of(model)).toBytes()),
                            PATIENCE);
        }
        List<Json.Obj> kept = AnswerReader.list(answer, "kept");
        if (json) {
            spec.commandLine().getOut().println(answer);
        } else {
            print(kept, AnswerReader.list(answer, "dropped"));
        }
        return kept.isEmpty() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private String path() {
        return caller.map(
                        name -> PATH + "?caller=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                .orElse(PATH);
    }

    private void print(List<Json.Obj> kept, List<Json.Obj> dropped) {
        PrintWriter out = spec.commandLine().getOut();
        if (kept.isEmpty()) {
            out.println("No backend may answer.");
        } else {
            new Table(
                            List.of("", "BACKEND", "MODEL", "WHY"),
                            IntStream.range(0, kept.size())
                                    .mapToObj(i -> row(i + 1, kept.get(i)))
                                    .toList())
                    .print(out);
        }
        if (!dropped.isEmpty()) {
            new Table(
                            List.of("DROPPED", "WHY"),
                            dropped.stream()
                                    .map(
                                            one ->
                                                    List.of(
                                                            one.text("backend").orElse("?"),
                                                            one.text("reason").orElse("?")))
                                    .toList())
                    .print(out);
        }
    }

    private static List<String> row(int number, Json.Obj kept) {
        return List.of(
                Integer.toString(number),
                kept.text("backend").orElse("?"),
                kept.text("model").orElse("?"),
                String.join("; ", AnswerReader.texts(kept, "reasons")));
    }
}
