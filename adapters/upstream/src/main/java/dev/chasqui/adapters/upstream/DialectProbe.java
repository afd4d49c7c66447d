package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.server.FoundServer;
import dev.chasqui.adapters.dialects.server.ServerDialect;
import dev.chasqui.adapters.dialects.server.ServerDialects;
import dev.chasqui.adapters.upstream.client.ProbeClient;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.FailureException;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The probe that finds out which dialect a server speaks. */
final class DialectProbe {
    private final ServerDialects dialects;
    private final Function<ServerDialect, ProbeClient> clients;

    /**
     * @param clients makes a client that shows the credentials of a dialect
     */
    DialectProbe(ServerDialects dialects, Function<ServerDialect, ProbeClient> clients) {
        this.dialects = dialects;
        this.clients = clients;
    }

    /** The dialect that a server speaks, and the facts that were found with it. */
    record Finding(ServerDialect dialect, FoundServer server) {
        /** The hosts of services whose answers do not tell what they are. */
        private static final Map<String, String> SERVICES =
                Map.of(
                        "api.openai.com",
                        "openai",
                        "api.anthropic.com",
                        "anthropic",
                        "generativelanguage.googleapis.com",
                        "google");

        /** Returns the program or service that the server at a host is. */
        String type(String host) {
            return Optional.ofNullable(SERVICES.get(host))
                    .or(server::program)
                    .orElseGet(dialect::usualProgram);
        }
    }

    /**
     * Probes for one dialect after the other until one is certain.
     *
     * @return empty if the server speaks none of them, or if it is a Chasqui server
     * @throws FailureException if the server does not answer
     */
    Optional<Finding> probe(Cancellation cancellation) {
        Optional<Finding> likely = Optional.empty();
        for (ServerDialect dialect : dialects.all()) {
            HttpProbe server = new HttpProbe(clients.apply(dialect), cancellation);
            Optional<Finding> found =
                    dialect.recognise(server)
                            .map(known -> new Finding(dialect, server.named(known)));
            if (server.isOurs()) {
                return Optional.empty();
            }
            if (found.isPresent() && found.get().server().sure()) {
                return found;
            }
            likely = likely.or(() -> found);
        }
        return likely;
    }
}
