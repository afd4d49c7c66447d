package dev.chasqui.cli.callers;

import dev.chasqui.cli.client.EnclosingOptions;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.ServerOptions;
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

/** A command that changes or shows one user, key or team of the running server. */
abstract class CallerCommand implements Callable<Integer> {
    /** The last line of the examples of each command. */
    static final String KEY_NEEDED = "If there are keys, CHASQUI_KEY holds an administrator's.";

    @Mixin private final ServerOptions server;

    @Option(names = "--json", description = "Print the server's JSON.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    CallerCommand(Map<String, String> environment) {
        this.server = new ServerOptions(environment);
    }

    /** Asks the server and returns its answer. */
    abstract Json.Obj ask(ServerClient client) throws InterruptedException;

    /** Returns the lines that tell a person of the answer. */
    abstract List<String> lines(Json.Obj answer);

    /** Returns the path of a user. */
    static String user(String name) {
        return "/admin/users/" + ServerClient.encoded(name);
    }

    /** Returns the path of a key. */
    static String key(String id) {
        return "/admin/keys/" + ServerClient.encoded(id);
    }

    /** Returns the path of a team. */
    static String team(String name) {
        return "/admin/teams/" + ServerClient.encoded(name);
    }

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
