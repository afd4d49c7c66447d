package dev.chasqui.cli.backends;

import dev.chasqui.cli.client.AdminCommand;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Map;

/** A command that drains a backend, or resumes it. */
abstract class MarkCommand extends AdminCommand {
    private final String change;
    private final String outcome;

    @Parameters(paramLabel = "ID", description = "Its id, as `chasqui backends list` shows it.")
    private String id = "";

    /**
     * @param change the word for the change in the path
     * @param outcome the words for the backend afterwards
     */
    MarkCommand(Map<String, String> environment, String change, String outcome) {
        super(environment);
        this.change = change;
        this.outcome = outcome;
    }

    @Override
    protected final Json.Obj ask(ServerClient client) throws InterruptedException {
        return client.send(
                "POST",
                "/admin/servers/" + ServerClient.encoded(id) + "/" + change,
                Json.Obj.EMPTY);
    }

    @Override
    protected final List<String> lines(Json.Obj answer) {
        return List.of("Backend " + answer.text("id").orElse("?") + " " + outcome);
    }
}
