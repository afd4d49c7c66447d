package dev.chasqui.cli.backends;

import dev.chasqui.cli.client.AdminCommand;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Map;

@Command(
        name = "remove",
        description = "Remove a server that was added. Its open requests go on.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui backends remove 10.0.0.5-8080",
            "",
            AdminCommand.KEY_NEEDED,
        })
final class BackendsRemoveCommand extends AdminCommand {
    @Parameters(paramLabel = "ID", description = "Its id, as `chasqui backends list` shows it.")
    private String id = "";

    BackendsRemoveCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    protected Json.Obj ask(ServerClient client) throws InterruptedException {
        return client.send(
                "POST", "/admin/servers/unregister", Json.Obj.EMPTY.with("server_id", Json.of(id)));
    }

    @Override
    protected List<String> lines(Json.Obj answer) {
        return List.of("Backend " + answer.text("id").orElse("?") + " is removed.");
    }
}
