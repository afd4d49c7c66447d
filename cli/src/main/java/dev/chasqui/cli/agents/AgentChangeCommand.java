package dev.chasqui.cli.agents;

import dev.chasqui.cli.client.AnswerReader;
import dev.chasqui.cli.client.EnclosingOptions;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.ServerOptions;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.text.Printable;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A command that changes one plug-in or agent of the running server, and prints its new state. */
abstract class AgentChangeCommand implements Callable<Integer> {
    /** The timeout of the request: several plug-ins may start, each within ten seconds. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final String change;

    @Mixin private final ServerOptions server;

    @Parameters(
            paramLabel = "NAME",
            description = "The name of a plug-in, or of an agent with or without the slash.")
    private String name = "";

    @Option(names = "--json", description = "Print the server's JSON instead of a sentence.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    /**
     * @param change the last segment of the path on the server
     */
    AgentChangeCommand(Map<String, String> environment, String change) {
        this.server = new ServerOptions(environment);
        this.change = change;
    }

    @Override
    public final Integer call() throws InterruptedException {
        String plain = name.startsWith("/") ? name.substring(1) : name;
        if (plain.isBlank()) {
            throw new ParameterException(
                    spec.commandLine(), "NAME: empty (expected: a plug-in or an agent)");
        }
        String path = "/admin/agents/" + ServerClient.encoded(plain) + "/" + change;
        Json.Obj answer;
        try (ServerClient client = server.client()) {
            answer = client.post(path, "application/json", BodyPublishers.noBody(), PATIENCE);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json || EnclosingOptions.flag(spec, "--json")) {
            out.println(answer);
        } else {
            sentences(plain, answer).forEach(line -> out.println(Printable.of(line)));
        }
        return CommandLine.ExitCode.OK;
    }

    /** Returns a sentence about each agent of the name, or else about each jar. */
    private static List<String> sentences(String name, Json.Obj answer) {
        List<Json.Obj> jars = AgentJars.of(answer);
        boolean plugin = jars.stream().anyMatch(jar -> jar.text("name").orElse("").equals(name));
        return plugin
                ? jars.stream().map(AgentJars::sentence).toList()
                : AnswerReader.list(answer, "agents").stream()
                        .filter(agent -> agent.text("name").orElse("").equals(name))
                        .map(agent -> "/" + name + " is " + agent.text("state").orElse("?"))
                        .toList();
    }
}
