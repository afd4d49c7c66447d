package dev.chasqui.cli.client;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.text.Printable;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * A command of an administrator, which asks the running server one thing and prints the answer: in
 * lines for a person, or as the server's JSON.
 */
public abstract class AdminCommand implements Callable<Integer> {
    /** The last line of the examples of each command. */
    public static final String KEY_NEEDED =
            "If there are keys, CHASQUI_KEY holds an administrator's.";

    @Mixin private final ServerOptions server;

    @Option(names = "--json", description = "Print the server's JSON.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    /**
     * @param environment the environment's variables
     */
    protected AdminCommand(Map<String, String> environment) {
        this.server = new ServerOptions(environment);
    }

    /**
     * Asks the server and returns its answer.
     *
     * @throws InterruptedException if the waiting thread is interrupted
     */
    protected abstract Json.Obj ask(ServerClient client) throws InterruptedException;

    /** Returns the lines that tell a person of the answer. */
    protected abstract List<String> lines(Json.Obj answer);

    @Override
    public final Integer call() throws InterruptedException {
        Json.Obj answer;
        try (ServerClient client = server.client()) {
            answer = ask(client);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json || EnclosingOptions.flag(spec, "--json")) {
            out.println(answer);
        } else {
            lines(answer).forEach(line -> out.println(Printable.of(line)));
        }
        return CommandLine.ExitCode.OK;
    }
}
