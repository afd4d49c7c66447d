package dev.chasqui.cli.callers;

import dev.chasqui.cli.client.AnswerReader;
import dev.chasqui.cli.client.EnclosingOptions;
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
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(
        name = "list",
        description = "List the keys of a user, or of all, without the keys themselves.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui keys list --user ana",
            "  chasqui keys list --json | jq -r '.keys[].id'",
            "",
            CallerCommand.KEY_NEEDED,
        })
final class KeysListCommand implements Callable<Integer> {
    private static final List<String> HEADING =
            List.of("ID", "USER", "NAME", "CREATED", "EXPIRES", "LIMITS", "BUDGET");

    @Mixin private final ServerOptions server;

    @Option(names = "--user", paramLabel = "U", description = "The user (default: all).")
    private Optional<String> user = Optional.empty();

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    KeysListCommand(Map<String, String> environment) {
        this.server = new ServerOptions(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Json.Obj> keys = new ArrayList<>();
        try (ServerClient client = server.client()) {
            for (String name : users(client)) {
                keys.addAll(
                        AnswerReader.list(client.get(CallerCommand.user(name) + "/keys"), "keys"));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json || EnclosingOptions.flag(spec, "--json")) {
            out.println(Json.Obj.EMPTY.with("keys", new Json.Arr(List.copyOf(keys))));
        } else if (keys.isEmpty()) {
            out.println("There is no key; those of the config are in `chasqui users list`.");
        } else {
            new Table(HEADING, keys.stream().map(KeysListCommand::row).toList()).print(out);
        }
        return CommandLine.ExitCode.OK;
    }

    private List<String> users(ServerClient client) throws InterruptedException {
        return user.isPresent()
                ? List.of(user.get())
                : AnswerReader.list(client.get("/admin/users"), "users").stream()
                        .filter(entry -> !CallerText.words(entry, "source").equals("config"))
                        .map(entry -> CallerText.words(entry, "name"))
                        .toList();
    }

    private static List<String> row(Json.Obj key) {
        return List.of(
                CallerText.words(key, "id"),
                CallerText.words(key, "user"),
                CallerText.words(key, "name"),
                CallerText.words(key, "created"),
                CallerText.words(key, "expires")
                        + (key.get("expired").isPresent() ? " (expired)" : ""),
                CallerText.words(key, "limits"),
                CallerText.words(key, "budget"));
    }
}
