package dev.chasqui.cli.models;

import dev.chasqui.cli.client.AdminCommand;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;

@Command(
        name = "migrate",
        description = {
            "Move a model from one backend to another, each the pool or an Ollama.",
            "",
            "It is loaded at its new place first; then the old one gets no more requests for it."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui models migrate llama3 --from desk --to rack",
            "",
            AdminCommand.KEY_NEEDED,
        })
final class ModelsMigrateCommand extends AdminCommand {
    @Parameters(paramLabel = "MODEL", description = "Its name, as `chasqui models` shows it.")
    private String model = "";

    @Option(
            names = "--from",
            paramLabel = "NAME",
            required = true,
            description = "The backend that it leaves.")
    private String from = "";

    @Option(
            names = "--to",
            paramLabel = "NAME",
            required = true,
            description = "The backend that loads it.")
    private String to = "";

    ModelsMigrateCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    protected Json.Obj ask(ServerClient client) throws InterruptedException {
        Json.Obj body =
                Json.Obj.EMPTY
                        .with("model", Json.of(model))
                        .with("from", Json.of(from))
                        .with("to", Json.of(to));
        return client.post(
                "/admin/models/migrate",
                "application/json",
                BodyPublishers.ofByteArray(body.toBytes()),
                PoolCommand.PATIENCE);
    }

    @Override
    protected List<String> lines(Json.Obj answer) {
        return List.of(
                "%s: moved from %s to %s".formatted(answer.text("model").orElse("?"), from, to));
    }
}
