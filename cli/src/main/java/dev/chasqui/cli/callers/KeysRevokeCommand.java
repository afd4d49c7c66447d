package dev.chasqui.cli.callers;

import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Map;

@Command(
        name = "revoke",
        description = "Remove a key. Acts within a second.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui keys revoke 1f0c3a5b7d9e2468",
            "",
            CallerCommand.KEY_NEEDED,
        })
final class KeysRevokeCommand extends CallerCommand {
    @Parameters(paramLabel = "ID", description = "The id, as `chasqui keys list` shows it.")
    private String id = "";

    KeysRevokeCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    protected Json.Obj ask(ServerClient client) throws InterruptedException {
        return client.delete(key(id));
    }

    @Override
    protected List<String> lines(Json.Obj answer) {
        return List.of(
                "Key "
                        + CallerText.words(answer, "id")
                        + " of "
                        + CallerText.words(answer, "user")
                        + " is revoked.");
    }
}
