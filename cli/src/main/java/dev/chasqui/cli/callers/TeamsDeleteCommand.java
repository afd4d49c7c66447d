package dev.chasqui.cli.callers;

import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Map;

@Command(
        name = "delete",
        description = "Remove a team. Its members stay.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui teams delete crew",
            "",
            CallerCommand.KEY_NEEDED,
        })
final class TeamsDeleteCommand extends CallerCommand {
    @Parameters(paramLabel = "NAME", description = "The name of the team.")
    private String name = "";

    TeamsDeleteCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    protected Json.Obj ask(ServerClient client) throws InterruptedException {
        return client.delete(team(name));
    }

    @Override
    protected List<String> lines(Json.Obj answer) {
        return List.of("Team " + CallerText.words(answer, "name") + " is removed.");
    }
}
