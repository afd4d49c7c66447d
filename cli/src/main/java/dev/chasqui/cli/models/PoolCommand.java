package dev.chasqui.cli.models;

import dev.chasqui.cli.client.EnclosingOptions;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.ServerOptions;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.text.Printable;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A command that changes the state of one model in the running server's pool, and prints the new
 * state.
 */
abstract class PoolCommand implements Callable<Integer> {
    /**
     * The timeout of the request. The server ends a wait itself after {@code pool.maxWait}, which
     * is 24 hours at most.
     */
    static final Duration PATIENCE = Duration.ofHours(25);

    private final String path;

    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "MODEL", description = "Its name, as `chasqui models` shows it.")
    private String model = "";

    @Option(names = "--json", description = "Print the server's JSON instead of a sentence.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    /**
     * @param path the path of the change of the pool on the server
     */
    PoolCommand(Map<String, String> environment, String path) {
        this.server = new ServerOptions(environment);
        this.path = path;
    }

    @Override
    public final Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Json.Obj named = Json.Obj.EMPTY.with("model", Json.of(model));
        Json.Obj body = backend().map(name -> named.with("backend", Json.of(name))).orElse(named);
        Json.Obj answer;
        try (ServerClient client = server.client()) {
            answer =
                    client.post(
                            path(),
                            "application/json",
                            BodyPublishers.ofByteArray(body.toBytes()),
                            PATIENCE);
        }
        boolean asIs = json || EnclosingOptions.flag(spec, "--json");
        out.println(asIs ? answer : Printable.lines(sentence(answer)));
        return CommandLine.ExitCode.OK;
    }

    /** Returns the path of the change on the server. */
    String path() {
        return path;
    }

    /** Returns the backend on which the model is changed; empty for the pool. */
    Optional<String> backend() {
        return Optional.empty();
    }

    private String sentence(Json.Obj answer) {
        return backend()
                .map(
                        name ->
                                answer.text("model").orElse("?")
                                        + ": "
                                        + answer.text("state").orElse("?")
                                        + " on "
                                        + name)
                .orElseGet(() -> new PoolEntry(answer).sentence());
    }
}
