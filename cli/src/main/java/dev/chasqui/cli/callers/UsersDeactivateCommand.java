package dev.chasqui.cli.callers;

import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Map;

@Command(
        name = "deactivate",
        description = "Refuse all keys of a user for now. Acts within a second.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui users deactivate ana",
            "",
            CallerCommand.KEY_NEEDED,
        })
final class UsersDeactivateCommand extends CallerCommand {
    @Parameters(paramLabel = "NAME", description = "The name of the user.")
    private String name = "";

    UsersDeactivateCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    protected Json.Obj ask(ServerClient client) throws InterruptedException {
        return client.send("PATCH", user(name), Json.Obj.EMPTY.with("active", Json.of(false)));
    }

    @Override
    protected List<String> lines(Json.Obj answer) {
        return List.of("User " + CallerText.words(answer, "name") + " is deactivated.");
    }
}
