package dev.chasqui.cli.client;

import dev.chasqui.adapters.dialects.openai.server.OpenAiServerDialect;
import dev.chasqui.adapters.dialects.server.ServerDialects;
import dev.chasqui.adapters.upstream.BackendEndpoint;
import dev.chasqui.adapters.upstream.HttpBackend;
import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.adapters.upstream.client.Timeouts;
import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.cli.command.CommandFailure;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The address and the key of the running server, from the options and the environment. */
public final class ServerOptions {
    private static final String USUAL_URL = "http://127.0.0.1:8000";

    private final Map<String, String> environment;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = {
                "The running server (default: $$CHASQUI_URL, else " + USUAL_URL + ").",
                "If it requires a key, CHASQUI_KEY holds it."
            })
    private Optional<String> url = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /**
     * @param environment the environment's variables
     */
    public ServerOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Returns a client of the server.
     *
     * @throws CommandFailure if the address is not valid
     */
    public ServerClient client() {
        return new ServerClient(address(), key());
    }

    /**
     * Returns the server as a backend to chat with; its name is its address.
     *
     * @throws CommandFailure if the address is not valid
     */
    public HttpBackend backend() {
        URI address = address();
        return new HttpBackend(
                new BackendEndpoint(
                        address.toString(),
                        Optional.of(new OpenAiServerDialect(new ServerCodec(key().isPresent()))),
                        BaseUrl.parse(address.toString()),
                        key().map(ServerKey::new),
                        Optional.empty(),
                        Timeouts.DEFAULT),
                ServerDialects.of(),
                UUID.randomUUID().toString());
    }

    private URI address() {
        return parse(
                url.or(() -> EnclosingOptions.text(command, "--url"))
                        .or(() -> variable("CHASQUI_URL"))
                        .orElse(USUAL_URL));
    }

    private Optional<String> key() {
        return variable("CHASQUI_KEY");
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static URI parse(String address) {
        try {
            URI url = URI.create(address.replaceFirst("/+$", ""));
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Reported below, like every other text that is no address.
        }
        throw CommandFailure.refused(
                "url: " + address + " (expected: an address such as " + USUAL_URL + ")");
    }
}
