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
        description = {
            "Remove a user with all keys, and all content that is kept of it. The last"
                    + " administrator stays.",
            "The entries of its requests stay in the ledger, without what was asked and answered."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui users delete ana",
            "",
            CallerCommand.KEY_NEEDED,
        })
final class UsersDeleteCommand extends CallerCommand {
    @Parameters(paramLabel = "NAME", description = "The name of the user.")
    private String name = "";

    UsersDeleteCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    protected Json.Obj ask(ServerClient client) throws InterruptedException {
        return client.delete(user(name));
    }

    @Override
    protected List<String> lines(Json.Obj answer) {
        return List.of("User " + CallerText.words(answer, "name") + " is removed.");
    }
}
