package dev.chasqui.cli.callers;

import dev.chasqui.cli.client.ListCommand;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;

import java.util.List;
import java.util.Map;

@Command(
        name = "list",
        description = "List the teams.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui teams list",
            "",
            CallerCommand.KEY_NEEDED,
        })
final class TeamsListCommand extends ListCommand {
    TeamsListCommand(Map<String, String> environment) {
        super(environment, "/admin/teams", "teams", List.of("NAME", "MEMBERS", "LIMITS", "BUDGET"));
    }

    @Override
    protected List<List<String>> rows(Json.Obj entry) {
        return List.of(
                List.of(
                        CallerText.words(entry, "name"),
                        CallerText.words(entry, "members"),
                        CallerText.words(entry, "limits"),
                        CallerText.words(entry, "budget")));
    }

    @Override
    protected String nothing() {
        return "There is no team.";
    }
}
