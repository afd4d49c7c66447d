package dev.chasqui.cli.callers;

import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@Command(
        name = "change",
        aliases = "update",
        description =
                "Change what a key allows, its name or its end. What is not named stays as it is,"
                        + " and the key itself does, too.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui keys change 1f0c3a5b7d9e2468 --expires 30d",
            "  chasqui keys change 1f0c3a5b7d9e2468 --requests 10/1m --clear models,expires",
            "",
            CallerCommand.KEY_NEEDED,
        })
final class KeysChangeCommand extends CallerCommand {
    @Parameters(paramLabel = "ID", description = "The id, as `chasqui keys list` shows it.")
    private String id = "";

    @Option(names = "--name", paramLabel = "N", description = "A word by which to know the key.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--expires",
            paramLabel = "END",
            description = "A duration from now, such as 30d, or a time.")
    private Optional<String> expires = Optional.empty();

    @Option(
            names = "--clear",
            paramLabel = "MEMBER",
            split = ",",
            description =
                    "Take away: name, expires, limits, budget, models, kinds, agents, collections,"
                            + " zones, priority.")
    private List<String> cleared = List.of();

    @Mixin private final LimitOptions limits = new LimitOptions();
    @Mixin private final GrantOptions grants = new GrantOptions();

    KeysChangeCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    protected Json.Obj ask(ServerClient client) throws InterruptedException {
        Map<String, Json> body = new LinkedHashMap<>();
        cleared.forEach(member -> body.put(member, Json.Null.NULL));
        name.ifPresent(word -> body.put("name", Json.of(word)));
        expires.ifPresent(end -> body.put("expires", Json.of(end)));
        limits.addTo(body);
        grants.addTo(body);
        return client.send("PATCH", key(id), new Json.Obj(body));
    }

    @Override
    protected List<String> lines(Json.Obj answer) {
        return CallerText.lines(answer);
    }
}
