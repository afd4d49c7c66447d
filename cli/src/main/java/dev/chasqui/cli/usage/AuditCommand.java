package dev.chasqui.cli.usage;

import dev.chasqui.cli.client.ListCommand;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Map;

/** The command {@code audit}. */
@Command(
        name = "audit",
        description = {
            "List the changes of the running server: users, keys, limits, config and plug-ins, the"
                    + " newest first.",
            "They are shown to administrators, and never hold a secret."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui audit",
            "  chasqui audit --limit 10",
            "  chasqui audit --json | jq '.data[] | select(.who == \"ana\")'",
            "",
            "If there are keys, CHASQUI_KEY holds an administrator's.",
        })
public final class AuditCommand extends ListCommand {
    private static final String PATH = "/admin/audit";

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The most changes to show, 1 to 1000 (default: 100).")
    private int limit = 100;

    /**
     * @param environment the environment's variables
     */
    public AuditCommand(Map<String, String> environment) {
        super(environment, PATH, "data", List.of("TIME", "WHO", "CHANGE", "OF", "BEFORE", "AFTER"));
    }

    @Override
    protected String path() {
        return PATH + "?limit=" + limit;
    }

    @Override
    protected List<List<String>> rows(Json.Obj entry) {
        return List.of(
                List.of(
                        entry.text("at").orElse("?"),
                        entry.text("who").orElse("?"),
                        entry.text("action").orElse("?"),
                        entry.text("subject").orElse(""),
                        entry.get("before").map(Json::toString).orElse(""),
                        entry.get("after").map(Json::toString).orElse("")));
    }

    @Override
    protected String nothing() {
        return "Nothing has been changed.";
    }
}
