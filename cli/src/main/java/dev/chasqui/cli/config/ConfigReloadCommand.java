package dev.chasqui.cli.config;

import dev.chasqui.application.port.ReloadOutcome;
import dev.chasqui.cli.client.AnswerReader;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.ServerOptions;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.text.Printable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

@Command(
        name = "reload",
        description = {
            "Make the running server read its configuration again, and print the changes.",
            "",
            "Running requests keep the old configuration. If there is a mistake, the server keeps"
                    + " it too, and the exit code is 2."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui config reload",
            "  chasqui config reload --json",
            "  CHASQUI_KEY=chq_... chasqui config reload     if there are keys: an admin's",
        })
final class ConfigReloadCommand implements Callable<Integer> {
    private static final String PATH = "/admin/reload";
    private static final String MISTAKES = "mistakes";

    @Mixin private final ServerOptions server;

    @Option(names = "--json", description = "Print the server's JSON instead of sentences.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    ConfigReloadCommand(Map<String, String> environment) {
        this.server = new ServerOptions(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        Json.Obj answer;
        try (ServerClient client = server.client()) {
            answer = client.postExpecting(MISTAKES, PATH);
        }
        boolean refused = answer.get(MISTAKES).isPresent();
        if (json) {
            spec.commandLine().getOut().println(answer);
        } else if (refused) {
            printMistakes(AnswerReader.list(answer, MISTAKES));
        } else {
            printChanges(
                    AnswerReader.texts(answer, "changed"), AnswerReader.texts(answer, "restart"));
            print(answer, "notLoaded", "");
            print(answer, "warnings", "warning: ");
        }
        return refused ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.OK;
    }

    /** Prints the mistakes in the format of {@code chasqui config check}. */
    private void printMistakes(List<Json.Obj> mistakes) {
        PrintWriter err = spec.commandLine().getErr();
        for (Json.Obj entry : mistakes) {
            ReloadOutcome.Mistake mistake =
                    new ReloadOutcome.Mistake(
                            entry.text("file").orElse("config"),
                            whole(entry, "line"),
                            whole(entry, "column"),
                            entry.text("key").orElse(""),
                            entry.text("message").orElse("wrong"));
            err.println(Printable.of(mistake.sentence()));
        }
    }

    private static int whole(Json.Obj entry, String member) {
        return entry.get(member).orElse(Json.Null.NULL) instanceof Json.Num number
                ? (int) number.doubleValue()
                : 0;
    }

    private void printChanges(List<String> changed, List<String> restart) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(changed.isEmpty() ? "Nothing changed." : "Changed: " + names(changed));
        if (!restart.isEmpty()) {
            out.println("Takes effect only with the next start: " + names(restart));
        }
    }

    /** Prints a list of sentences if the answer has it. */
    private void print(Json.Obj answer, String member, String prefix) {
        if (answer.get(member).isPresent()) {
            AnswerReader.texts(answer, member)
                    .forEach(
                            line ->
                                    spec.commandLine()
                                            .getOut()
                                            .println(Printable.of(prefix + line)));
        }
    }

    private static String names(List<String> keys) {
        return Printable.of(String.join(", ", keys));
    }
}
