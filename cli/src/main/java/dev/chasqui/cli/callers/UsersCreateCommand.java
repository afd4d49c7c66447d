package dev.chasqui.cli.callers;

import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@Command(
        name = "create",
        description = "Make a user.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui users create boss --role admin --key     the first one",
            "  chasqui users create ana --requests 5/1m --budget 10/month",
            "  chasqui users create bot --models 'llama*' --kinds chat --team crew",
            "",
            CallerCommand.KEY_NEEDED,
        })
final class UsersCreateCommand extends CallerCommand {
    @Parameters(
            paramLabel = "NAME",
            description = "Its name: letters, digits, '.', '_', '-', at most 64.")
    private String name = "";

    @Option(
            names = "--role",
            paramLabel = "R",
            description = "user may ask, admin may use the admin routes too (default: user).")
    private Optional<String> role = Optional.empty();

    @Option(
            names = "--team",
            paramLabel = "T",
            split = ",",
            description = "A team that the user is in. May be repeated.")
    private List<String> teams = List.of();

    @Option(names = "--key", description = "Make a key for the user, too, and show it.")
    private boolean key;

    @Mixin private final LimitOptions limits = new LimitOptions();
    @Mixin private final GrantOptions grants = new GrantOptions();

    UsersCreateCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    protected Json.Obj ask(ServerClient client) throws InterruptedException {
        Map<String, Json> body = new LinkedHashMap<>();
        body.put("name", Json.of(name));
        role.ifPresent(word -> body.put("role", Json.of(word)));
        GrantOptions.add(body, "teams", teams);
        limits.addTo(body);
        grants.addTo(body);
        Json.Obj made = client.send("POST", "/admin/users", new Json.Obj(body));
        return key
                ? made.with("key", client.send("POST", user(name) + "/keys", Json.Obj.EMPTY))
                : made;
    }

    @Override
    protected List<String> lines(Json.Obj answer) {
        List<String> lines = new ArrayList<>(CallerText.lines(answer.without("key")));
        lines.add("");
        if (key) {
            lines.addAll(CallerText.ofNewKey(answer.object("key")));
        } else {
            lines.add(
                    "It has no key yet; make one with `chasqui keys create --user " + name + "`.");
        }
        return lines;
    }
}
