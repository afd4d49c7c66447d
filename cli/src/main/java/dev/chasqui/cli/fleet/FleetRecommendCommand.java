package dev.chasqui.cli.fleet;

import dev.chasqui.cli.client.AdminCommand;
import dev.chasqui.cli.client.AnswerReader;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.client.Table;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@Command(
        name = "recommend",
        description = {
            "Say which models the running server's ledger suggests to keep loaded, to load"
                    + " elsewhere, or to answer with own backends, and why. Nothing is changed.",
            "pin: keep it in the pool; unpin: let it go; load: have it on this backend, too;",
            "prefer: let this backend answer before one that costs money."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui fleet recommend",
            "  chasqui fleet recommend --from 30d",
            "  chasqui fleet recommend --json | jq -r '.data[].reason'",
            "",
            AdminCommand.KEY_NEEDED,
        })
final class FleetRecommendCommand extends AdminCommand {
    private static final List<String> COLUMNS = List.of("action", "model", "backend", "reason");
    private static final List<String> HEADING = List.of("DO", "MODEL", "BACKEND", "WHY");

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "The begin of the requests to look at: a date, a time, or how long ago, such as"
                            + " 7d (default), at most 31d.")
    private String from = "7d";

    FleetRecommendCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    protected Json.Obj ask(ServerClient client) throws InterruptedException {
        return client.get(
                "/admin/fleet/recommend?from=" + URLEncoder.encode(from, StandardCharsets.UTF_8));
    }

    @Override
    protected List<String> lines(Json.Obj answer) {
        List<Json.Obj> data = AnswerReader.list(answer, "data");
        if (data.isEmpty()) {
            return List.of(
                    answer.get("requests").equals(Optional.of(Json.of(0)))
                            ? "The ledger has no requests of this time. A longer one: --from 30d"
                            : "There is nothing to recommend.");
        }
        return new Table(HEADING, data.stream().map(FleetRecommendCommand::row).toList()).lines();
    }

    private static List<String> row(Json.Obj advice) {
        return COLUMNS.stream().map(column -> advice.text(column).orElse("?")).toList();
    }
}
