package dev.chasqui.bootstrap.cli;

import picocli.CommandLine.Option;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Where the running server is, as the options and the environment say it. */
final class ServerOptions {
    private static final String USUAL_URL = "http://127.0.0.1:8000";

    private final Map<String, String> environment;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = {
                "The running server (default: $$CHASQUI_URL, else " + USUAL_URL + ").",
                "Where it wants a key, CHASQUI_KEY holds it."
            })
    private Optional<String> url = Optional.empty();

    ServerOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * A client of that server.
     *
     * @throws CommandFailure if what says where it is cannot be understood
     */
    ServerClient client() {
        String address = url.or(() -> variable("CHASQUI_URL")).orElse(USUAL_URL);
        return new ServerClient(parse(address), variable("CHASQUI_KEY"));
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
            // Said below, together with all else that is no address of a server.
        }
        throw CommandFailure.refused(
                "url: " + address + " (expected: an address such as " + USUAL_URL + ")");
    }
}
