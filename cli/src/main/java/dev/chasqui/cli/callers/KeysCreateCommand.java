package dev.chasqui.cli.callers;

import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@Command(
        name = "create",
        description = {
            "Make a key of a user, and show it once.",
            "",
            "The server keeps only its SHA-256."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui keys create --user ana",
            "  chasqui keys create --user ana --name laptop --expires 30d --requests 5/1m",
            "  KEY=$(chasqui keys create --user ana --json | jq -r .key)",
            "",
            CallerCommand.KEY_NEEDED,
        })
final class KeysCreateCommand extends CallerCommand {
    @Option(names = "--user", paramLabel = "U", required = true, description = "The user.")
    private String user = "";

    @Option(names = "--name", paramLabel = "N", description = "A word by which to know the key.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--expires",
            paramLabel = "END",
            description = "A duration from now, such as 30d, or a time (default: never).")
    private Optional<String> expires = Optional.empty();

    @Mixin private final LimitOptions limits = new LimitOptions();
    @Mixin private final GrantOptions grants = new GrantOptions();

    KeysCreateCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    protected Json.Obj ask(ServerClient client) throws InterruptedException {
        Map<String, Json> body = new LinkedHashMap<>();
        name.ifPresent(word -> body.put("name", Json.of(word)));
        expires.ifPresent(end -> body.put("expires", Json.of(end)));
        limits.addTo(body);
        grants.addTo(body);
        return client.send("POST", user(user) + "/keys", new Json.Obj(body));
    }

    @Override
    protected List<String> lines(Json.Obj answer) {
        return CallerText.ofNewKey(answer);
    }
}
