package dev.chasqui.cli.decisions;

import dev.chasqui.cli.client.AdminCommand;
import dev.chasqui.cli.client.ListCommand;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command {@code decisions list}. */
@Command(
        name = "list",
        description = "List the requests that left, the newest first.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui decisions list",
            "  chasqui decisions list --from 7d --backend cloud",
            "  chasqui decisions list --json | jq '.data[].why'",
            "",
            AdminCommand.KEY_NEEDED,
        })
final class DecisionsListCommand extends ListCommand {
    private static final String PATH = "/admin/decisions";

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The most entries to show, 1 to 1000 (default: 100).")
    private int limit = 100;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Only those since a date, a time, or the time from then until now: 7d.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--caller", paramLabel = "NAME", description = "Only those of one caller.")
    private Optional<String> caller = Optional.empty();

    @Option(names = "--backend", paramLabel = "NAME", description = "Only those to one backend.")
    private Optional<String> backend = Optional.empty();

    /**
     * @param environment the environment's variables
     */
    DecisionsListCommand(Map<String, String> environment) {
        super(
                environment,
                PATH,
                "data",
                List.of("NUMBER", "TIME", "WHAT", "CALLER", "MODEL", "BACKEND", "HOST", "BYTES"));
    }

    @Override
    protected String path() {
        return PATH
                + "?limit="
                + limit
                + option("from", from)
                + option("caller", caller)
                + option("backend", backend);
    }

    private static String option(String name, Optional<String> value) {
        return value.map(text -> "&" + name + "=" + ServerClient.encoded(text)).orElse("");
    }

    @Override
    protected List<List<String>> rows(Json.Obj entry) {
        return List.of(
                List.of(
                        entry.get("seq").map(Json::toString).orElse("?"),
                        entry.text("at").orElse("?"),
                        entry.text("kind").orElse("?"),
                        entry.text("caller").orElse(""),
                        entry.text("sent").orElse(""),
                        entry.text("backend").orElse(""),
                        entry.text("host").orElse(""),
                        entry.get("bytes").map(Json::toString).orElse("")));
    }

    @Override
    protected String nothing() {
        return "Nothing has left.";
    }
}
