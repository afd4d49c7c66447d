package dev.chasqui.cli.callers;

import dev.chasqui.cli.client.ListCommand;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;

import java.util.List;
import java.util.Map;

@Command(
        name = "list",
        description = "List the users, and the keys of the config, which are users too.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui users list",
            "  chasqui users list --json | jq -r '.users[].name'",
            "",
            CallerCommand.KEY_NEEDED,
        })
final class UsersListCommand extends ListCommand {
    UsersListCommand(Map<String, String> environment) {
        super(
                environment,
                "/admin/users",
                "users",
                List.of("NAME", "ROLE", "ACTIVE", "KEYS", "TEAMS", "LIMITS", "BUDGET", "SOURCE"));
    }

    @Override
    protected List<List<String>> rows(Json.Obj entry) {
        return List.of(
                List.of(
                        CallerText.words(entry, "name"),
                        CallerText.words(entry, "role"),
                        CallerText.words(entry, "active"),
                        CallerText.words(entry, "keys"),
                        CallerText.words(entry, "teams"),
                        CallerText.words(entry, "limits"),
                        CallerText.words(entry, "budget"),
                        CallerText.words(entry, "source")));
    }

    @Override
    protected String nothing() {
        return "There is no user. Every program may use the server; see `chasqui users create"
                + " --help`.";
    }
}
