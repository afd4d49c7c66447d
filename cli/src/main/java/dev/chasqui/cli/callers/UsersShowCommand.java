package dev.chasqui.cli.callers;

import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Map;

@Command(
        name = "show",
        description = "Show a user.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui users show ana",
            "",
            CallerCommand.KEY_NEEDED,
        })
final class UsersShowCommand extends CallerCommand {
    @Parameters(paramLabel = "NAME", description = "The name of the user.")
    private String name = "";

    UsersShowCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    protected Json.Obj ask(ServerClient client) throws InterruptedException {
        return client.get(user(name));
    }

    @Override
    protected List<String> lines(Json.Obj answer) {
        return CallerText.lines(answer);
    }
}
