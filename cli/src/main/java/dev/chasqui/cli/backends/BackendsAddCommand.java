package dev.chasqui.cli.backends;

import dev.chasqui.adapters.config.rules.KeyFile;
import dev.chasqui.cli.client.AdminCommand;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.cli.command.Version;
import dev.chasqui.domain.json.Json;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@Command(
        name = "add",
        description = {
            "Add a server, or change the one that has the same address.",
            "",
            "It gets requests at once, also after a restart. The server is asked first what it is."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui backends add http://10.0.0.5:8080",
            "  chasqui backends add http://10.0.0.6:8080 --kind embeddings,rerank",
            "  chasqui backends add http://gpu1:8080 --zone restricted",
            "  chasqui backends add https://api.example.com/v1 --key-env EXAMPLE_KEY",
            "",
            AdminCommand.KEY_NEEDED,
        })
final class BackendsAddCommand extends AdminCommand {
    private final Map<String, String> environment;

    @Parameters(paramLabel = "URL", description = "Its address, with or without /v1.")
    private String url = "";

    @Option(
            names = "--kind",
            paramLabel = "KINDS",
            description =
                    "The only requests that it gets: chat, embeddings, image, transcribe,"
                            + " translate, tts, rerank, moderation, several as a comma list"
                            + " (default: all that its models answer).")
    private Optional<String> kind = Optional.empty();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description =
                    "Where its data may go: restricted (it stays in your network) or open (default:"
                            + " restricted for addresses of this machine and of private networks,"
                            + " else open).")
    private Optional<String> zone = Optional.empty();

    @ArgGroup private KeySource key = new KeySource();

    @Option(names = "--force", description = "Add it also if it does not answer now.")
    private boolean force;

    BackendsAddCommand(Map<String, String> environment) {
        super(environment);
        this.environment = environment;
    }

    /** The source of the key, which is never on the command line: all users can read that. */
    private static final class KeySource {
        @Option(
                names = "--key-env",
                paramLabel = "VAR",
                description = "The environment variable that holds the key that it demands.")
        private Optional<String> variable = Optional.empty();

        @Option(
                names = "--key-file",
                paramLabel = "FILE",
                description = "The file whose first line is the key that it demands.")
        private Optional<Path> file = Optional.empty();

        Optional<String> secret(Map<String, String> environment) {
            return variable.map(name -> ofVariable(name, environment))
                    .or(() -> file.map(KeySource::ofFile));
        }

        private static String ofVariable(String name, Map<String, String> environment) {
            String value = environment.getOrDefault(name, "").strip();
            if (value.isEmpty()) {
                throw missing("--key-env: " + name);
            }
            return value;
        }

        private static String ofFile(Path path) {
            return KeyFile.readable(path).orElseThrow(() -> missing("--key-file: " + path));
        }

        private static CommandFailure missing(String where) {
            return CommandFailure.refused(where + " holds no key (expected: the key alone).");
        }
    }

    @Override
    protected Json.Obj ask(ServerClient client) throws InterruptedException {
        Map<String, Json> body = new LinkedHashMap<>();
        body.put("url", Json.of(url));
        kind.ifPresent(words -> body.put("kind", Json.of(words)));
        zone.ifPresent(word -> body.put("zone", Json.of(word)));
        key.secret(environment).ifPresent(secret -> body.put("api_key", Json.of(secret)));
        body.put("force", Json.of(force));
        return client.send("POST", "/admin/servers/register", new Json.Obj(body));
    }

    @Override
    protected List<String> lines(Json.Obj answer) {
        return List.of(
                "Backend %s (%s) gets requests of the kinds: %s."
                        .formatted(
                                answer.text("id").orElse("?"),
                                answer.text("type").orElse("not asked what it is"),
                                answer.text("kind").orElse("?")));
    }
}
