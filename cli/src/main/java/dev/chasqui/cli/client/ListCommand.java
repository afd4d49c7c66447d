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

/** A command that prints a list of the running server: as a table, or as the server's JSON. */
public abstract class ListCommand implements Callable<Integer> {
    private final String path;
    private final String member;
    private final List<String> heading;

    @Mixin private final ServerOptions server;

    @Option(names = "--json", description = "Print the server's JSON instead of a table.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    /**
     * @param path the path of the list on the server
     * @param member the member of the answer that holds the list
     * @param heading the names of the table's columns
     */
    protected ListCommand(
            Map<String, String> environment, String path, String member, List<String> heading) {
        this.server = new ServerOptions(environment);
        this.path = path;
        this.member = member;
        this.heading = heading;
    }

    /** Returns the rows of one entry, each with a text per column. */
    protected abstract List<List<String>> rows(Json.Obj entry);

    /** Returns the path of the list on the server, with its query. */
    protected String path() {
        return path;
    }

    /** Returns further lines for below the table. */
    protected List<String> footer(Json.Obj answer) {
        return List.of();
    }

    /** Returns the sentence for an empty list. */
    protected abstract String nothing();

    @Override
    public final Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Json.Obj answer;
        try (ServerClient client = server.client()) {
            answer = client.get(path());
        }
        List<Json.Obj> entries = AnswerReader.list(answer, member);
        boolean asIs = json || EnclosingOptions.flag(spec, "--json");
        if (asIs) {
            out.println(answer);
        } else if (entries.isEmpty()) {
            out.println(nothing());
        } else {
            new Table(heading, entries.stream().flatMap(entry -> rows(entry).stream()).toList())
                    .print(out);
        }
        if (!asIs) {
            footer(answer).forEach(line -> out.println(Printable.of(line)));
        }
        return CommandLine.ExitCode.OK;
    }
}
