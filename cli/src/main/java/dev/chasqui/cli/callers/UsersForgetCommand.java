package dev.chasqui.cli.callers;

import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

@Command(
        name = "forget",
        description = {
            "Remove all content that is kept of a user, for ever. The user and its keys stay.",
            "The entries of its requests stay in the ledger, without what was asked and answered."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui users export ana --to ana.json && chasqui users forget ana --yes",
            "",
            CallerCommand.KEY_NEEDED,
        })
final class UsersForgetCommand extends CallerCommand {
    @Parameters(
            paramLabel = "NAME",
            description = "The name of the user, or the address of a caller without a key.")
    private String name = "";

    @Option(names = "--yes", description = "Do it; without this, nothing happens.")
    private boolean yes;

    UsersForgetCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    protected Json.Obj ask(ServerClient client) throws InterruptedException {
        if (!yes) {
            throw CommandFailure.refused(
                    "This removes all content that is kept of '"
                            + name
                            + "' and cannot be undone: add --yes. `chasqui users export` writes it"
                            + " to a file first.");
        }
        return client.delete(data(name));
    }

    @Override
    protected List<String> lines(Json.Obj answer) {
        String removed =
                answer.object("forgotten").members().entrySet().stream()
                        .map(kind -> kind.getKey() + ": " + kind.getValue())
                        .collect(Collectors.joining(", "));
        return List.of(
                "What was kept of "
                        + CallerText.words(answer, "user")
                        + " is removed ("
                        + removed
                        + ").");
    }
}
