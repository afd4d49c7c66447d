package dev.chasqui.cli.backends;

import dev.chasqui.cli.client.AdminCommand;
import dev.chasqui.cli.client.AnswerReader;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.Table;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

@Command(
        name = "list",
        description = "List the servers behind the running server, of its config and others.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui backends list",
            "  chasqui backends list --json | jq -r '.servers.chat[].url'",
            "",
            AdminCommand.KEY_NEEDED,
        })
final class BackendsListCommand extends AdminCommand {
    private static final List<String> COLUMNS =
            List.of("id", "kind", "type", "zone", "state", "source", "url", "api_key");
    private static final List<String> HEADING =
            List.of("ID", "KIND", "TYPE", "ZONE", "STATE", "SOURCE", "URL", "KEY");

    BackendsListCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    protected Json.Obj ask(ServerClient client) throws InterruptedException {
        return client.get("/admin/servers");
    }

    @Override
    protected List<String> lines(Json.Obj answer) {
        Json.Obj byKind = answer.object("servers");
        // A server of several kinds is in the answer several times.
        Map<String, List<String>> rows = new LinkedHashMap<>();
        byKind.members().keySet().stream()
                .flatMap(kind -> AnswerReader.list(byKind, kind).stream())
                .forEach(server -> rows.put(server.text("id").orElse("?"), row(server)));
        return rows.isEmpty()
                ? List.of("There is no server. Add one: chasqui backends add URL")
                : new Table(HEADING, List.copyOf(rows.values())).lines();
    }

    private static List<String> row(Json.Obj server) {
        return COLUMNS.stream().map(column -> server.text(column).orElse("")).toList();
    }
}
