package dev.chasqui.cli.callers;

import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

@Command(
        name = "set",
        aliases = "create",
        description = "Make a team, or replace its limits and budget.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui teams set crew --tokens 1000000/1d --budget 100/month",
            "",
            CallerCommand.KEY_NEEDED,
        })
final class TeamsSetCommand extends CallerCommand {
    @Parameters(paramLabel = "NAME", description = "The name of the team.")
    private String name = "";

    @Mixin private final LimitOptions limits = new LimitOptions();

    TeamsSetCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    protected Json.Obj ask(ServerClient client) throws InterruptedException {
        Map<String, Json> body = new LinkedHashMap<>();
        limits.addTo(body);
        return client.send("PUT", team(name), new Json.Obj(body));
    }

    @Override
    protected List<String> lines(Json.Obj answer) {
        return CallerText.lines(answer);
    }
}
