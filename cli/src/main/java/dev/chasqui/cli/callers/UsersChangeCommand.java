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
        description = "Change a user. What is not named stays as it is.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui users change ana --requests 10/1m",
            "  chasqui users change ana --clear budget,models",
            "  chasqui users change ana --role admin",
            "",
            CallerCommand.KEY_NEEDED,
        })
final class UsersChangeCommand extends CallerCommand {
    @Parameters(paramLabel = "NAME", description = "The name of the user.")
    private String name = "";

    @Option(names = "--role", paramLabel = "R", description = "user or admin.")
    private Optional<String> role = Optional.empty();

    @Option(
            names = "--team",
            paramLabel = "T",
            split = ",",
            description = "A team that the user is in, instead of all before. May be repeated.")
    private List<String> teams = List.of();

    @Option(
            names = "--clear",
            paramLabel = "MEMBER",
            split = ",",
            description =
                    "Take away: limits, budget, teams, models, kinds, agents, collections, zones,"
                            + " priority.")
    private List<String> cleared = List.of();

    @Mixin private final LimitOptions limits = new LimitOptions();
    @Mixin private final GrantOptions grants = new GrantOptions();

    UsersChangeCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    protected Json.Obj ask(ServerClient client) throws InterruptedException {
        Map<String, Json> body = new LinkedHashMap<>();
        cleared.forEach(member -> body.put(member, Json.Null.NULL));
        role.ifPresent(word -> body.put("role", Json.of(word)));
        GrantOptions.add(body, "teams", teams);
        limits.addTo(body);
        grants.addTo(body);
        return client.send("PATCH", user(name), new Json.Obj(body));
    }

    @Override
    protected List<String> lines(Json.Obj answer) {
        return CallerText.lines(answer);
    }
}
