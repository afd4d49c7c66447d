package dev.chasqui.cli.models;

import dev.chasqui.cli.client.EnclosingOptions;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.ServerOptions;
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
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.Callable;

@Command(
        name = "log",
        description = "Print the output of the server of a model of the pool.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui models log llama3",
            "  chasqui models log llama3 --follow --lines 20",
            "  chasqui models log llama3 --json | jq -r .text",
            "",
            "If there are keys, CHASQUI_KEY holds an administrator's.",
        })
final class ModelsLogCommand implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "MODEL", description = "Its name, as `chasqui models` shows it.")
    private String model = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Keep printing new lines, until interrupted.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "The number of last lines to print (default: 200).")
    private int lines = 200;

    @Option(names = "--json", description = "Print one JSON object per line.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    ModelsLogCommand(Map<String, String> environment) {
        this.server = new ServerOptions(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        boolean objects = json || EnclosingOptions.flag(spec, "--json");
        String path =
                "/admin/pool/log?model="
                        + ServerClient.encoded(model)
                        + "&lines="
                        + lines
                        + "&follow="
                        + follow;
        try (ServerClient client = server.client()) {
            client.lines(
                    path,
                    follow,
                    line -> {
                        out.println(objects ? object(line) : line);
                        out.flush();
                    });
        }
        return CommandLine.ExitCode.OK;
    }

    /** Converts a line of the server: a time, a space and a text. */
    private static Json.Obj object(String line) {
        int space = line.indexOf(' ');
        if (space > 0) {
            try {
                Instant time = Instant.parse(line.substring(0, space));
                return Json.Obj.EMPTY
                        .with("time", Json.of(time.toString()))
                        .with("text", Json.of(line.substring(space + 1)));
            } catch (DateTimeParseException e) {
                // The line has no time: all of it is text.
            }
        }
        return Json.Obj.EMPTY.with("text", Json.of(line));
    }
}
