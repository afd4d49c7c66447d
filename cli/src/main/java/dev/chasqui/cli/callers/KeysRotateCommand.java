package dev.chasqui.cli.callers;

import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Map;
import java.util.Optional;

@Command(
        name = "rotate",
        description =
                "Give a key another secret, and show it once. The old one is not accepted any"
                        + " more.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui keys rotate 1f0c3a5b7d9e2468",
            "  chasqui keys rotate 1f0c3a5b7d9e2468 --expires 30d",
            "",
            CallerCommand.KEY_NEEDED,
        })
final class KeysRotateCommand extends CallerCommand {
    @Parameters(paramLabel = "ID", description = "The id, as `chasqui keys list` shows it.")
    private String id = "";

    @Option(
            names = "--expires",
            paramLabel = "END",
            description = "A duration from now, such as 30d, or a time (default: as before).")
    private Optional<String> expires = Optional.empty();

    KeysRotateCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    protected Json.Obj ask(ServerClient client) throws InterruptedException {
        Json.Obj body =
                expires.map(end -> Json.Obj.EMPTY.with("expires", Json.of(end)))
                        .orElse(Json.Obj.EMPTY);
        return client.send("POST", key(id) + "/rotate", body);
    }

    @Override
    protected List<String> lines(Json.Obj answer) {
        return CallerText.ofNewKey(answer);
    }
}
