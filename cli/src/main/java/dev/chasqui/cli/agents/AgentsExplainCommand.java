package dev.chasqui.cli.agents;

import dev.chasqui.cli.client.AnswerReader;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.ServerOptions;
import dev.chasqui.cli.client.Table;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.text.Printable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

@Command(
        name = "explain",
        description = {
            "Show which agents a chat would get from the running server, in order, and why.",
            "",
            "The server plans the chat as it plans a real one; it runs no agent and asks no model."
                    + " If the chat would be refused, the exit code is 1."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui agents explain --model llama3 '/rag hello'",
            "  chasqui agents explain --model helper --key ana --dialect ollama --size 40KiB",
            "  chasqui agents explain --model gpt-4o --header 'X-Team: legal' --json",
        })
final class AgentsExplainCommand implements Callable<Integer> {
    private static final String PATH = "/admin/agents/explain";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Mixin private final ServerOptions server;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            required = true,
            description = "The model that the chat asks for.")
    private String model = "";

    @Option(
            names = "--key",
            paramLabel = "NAME",
            description = "The name of the caller's key in the config (default: your own).")
    private Optional<String> key = Optional.empty();

    @Option(
            names = "--dialect",
            paramLabel = "API",
            description =
                    "The API of the client: openai, responses, ollama or anthropic (default:"
                            + " openai).")
    private Optional<String> dialect = Optional.empty();

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            description = "The size of the text, such as 40KiB (default: that of the message).")
    private Optional<String> size = Optional.empty();

    @Option(
            names = "--header",
            paramLabel = "'NAME: VALUE'",
            description = "A header of the request; may be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--agents",
            paramLabel = "COMMANDS",
            description = "The commands in the body or the header X-Chasqui-Agents.")
    private Optional<String> agents = Optional.empty();

    @Option(names = "--json", description = "Print the server's JSON instead of a table.")
    private boolean json;

    @Parameters(
            arity = "0..1",
            paramLabel = "MESSAGE",
            description = "The message, with the commands in front of it.")
    private Optional<String> message = Optional.empty();

    @Spec private CommandSpec spec = CommandSpec.create();

    AgentsExplainCommand(Map<String, String> environment) {
        this.server = new ServerOptions(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        Json.Obj answer;
        try (ServerClient client = server.client()) {
            answer =
                    client.post(
                            PATH,
                            "application/json",
                            BodyPublishers.ofByteArray(question().toBytes()),
                            PATIENCE);
        }
        if (json) {
            spec.commandLine().getOut().println(answer);
        } else {
            print(answer);
        }
        return answer.text("refused").isPresent()
                ? CommandLine.ExitCode.SOFTWARE
                : CommandLine.ExitCode.OK;
    }

    private Json.Obj question() {
        Json.Obj question =
                Json.Obj.EMPTY
                        .with("model", Json.of(model))
                        .with("text", Json.of(message.orElse("")))
                        .with("headers", headers());
        if (key.isPresent()) {
            question = question.with("key", Json.of(key.get()));
        }
        if (dialect.isPresent()) {
            question = question.with("dialect", Json.of(dialect.get()));
        }
        if (agents.isPresent()) {
            question = question.with("agents", new Json.Arr(List.of(Json.of(agents.get()))));
        }
        return size.isPresent() ? question.with("size", Json.of(bytes(size.get()))) : question;
    }

    private static long bytes(String text) {
        return ByteSize.parse(text)
                .map(ByteSize::bytes)
                .orElseThrow(
                        () ->
                                CommandFailure.failed(
                                        "--size: "
                                                + text
                                                + " (expected: a size such as 512KB or 40KiB)"));
    }

    private Json.Obj headers() {
        Map<String, List<Json>> all = new LinkedHashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw CommandFailure.failed("--header: " + header + " (expected: 'NAME: VALUE')");
            }
            all.computeIfAbsent(header.substring(0, colon).strip(), _ -> new ArrayList<>())
                    .add(Json.of(header.substring(colon + 1).strip()));
        }
        Json.Obj values = Json.Obj.EMPTY;
        for (Map.Entry<String, List<Json>> header : all.entrySet()) {
            values = values.with(header.getKey(), new Json.Arr(header.getValue()));
        }
        return values;
    }

    private void print(Json.Obj answer) {
        PrintWriter out = spec.commandLine().getOut();
        List<String> rules = AnswerReader.texts(answer, "rules");
        out.println(
                "Model: "
                        + Printable.of(answer.text("model").orElse("?"))
                        + answer.text("asked")
                                .filter(asked -> !answer.text("model").equals(Optional.of(asked)))
                                .map(asked -> " (asked for: " + Printable.of(asked) + ")")
                                .orElse(""));
        if (!rules.isEmpty()) {
            out.println("Rules: " + Printable.of(String.join(", ", rules)));
        }
        List<Json.Obj> entries = AnswerReader.list(answer, "agents");
        if (entries.isEmpty()) {
            out.println("No agent runs.");
        } else {
            new Table(
                            List.of("", "COMMAND", "FROM", "RUNS"),
                            IntStream.range(0, entries.size())
                                    .mapToObj(i -> row(i + 1, entries.get(i)))
                                    .toList())
                    .print(out);
        }
        answer.text("refused").ifPresent(why -> out.println("Refused: " + Printable.of(why)));
        answer.text("warning").ifPresent(why -> out.println("Warning: " + Printable.of(why)));
    }

    private static List<String> row(int number, Json.Obj entry) {
        boolean runs = entry.get("runs").filter(Json.of(true)::equals).isPresent();
        return List.of(
                Integer.toString(number),
                entry.text("command").orElse("?"),
                entry.text("from").orElse("?"),
                runs ? "yes" : entry.text("why").map(why -> "no: " + why).orElse("no"));
    }
}
