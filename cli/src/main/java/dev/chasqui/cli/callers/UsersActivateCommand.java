package dev.chasqui.cli.callers;

import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Map;

@Command(
        name = "activate",
        description = "Let a user that was deactivated ask again.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui users activate ana",
            "",
            CallerCommand.KEY_NEEDED,
        })
final class UsersActivateCommand extends CallerCommand {
    @Parameters(paramLabel = "NAME", description = "The name of the user.")
    private String name = "";

    UsersActivateCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    protected Json.Obj ask(ServerClient client) throws InterruptedException {
        return client.send("PATCH", user(name), Json.Obj.EMPTY.with("active", Json.of(true)));
    }

    @Override
    protected List<String> lines(Json.Obj answer) {
        return List.of("User " + CallerText.words(answer, "name") + " is active.");
    }
}
