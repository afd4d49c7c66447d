package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.server.FoundServer;
import dev.chasqui.adapters.dialects.server.ProbedServer;
import dev.chasqui.adapters.dialects.server.ServerDialect;
import dev.chasqui.adapters.dialects.server.ServerDialects;
import dev.chasqui.adapters.upstream.client.ProbeClient;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.FailureException;

import java.util.Optional;
import java.util.function.Function;

/** The probe that finds out which dialect a server speaks. */
final class DialectProbe {
    /**
     * The number of bytes that are read of an answer; the lists of the largest hosted services are
     * shorter.
     */
    private static final int MAX_ANSWER = 4 * 1024 * 1024;

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
    record Finding(ServerDialect dialect, FoundServer server) {}

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
                    dialect.recognise(server).map(known -> new Finding(dialect, known));
            if (server.ours) {
                return Optional.empty();
            }
            if (found.isPresent() && found.get().server().sure()) {
                return found;
            }
            likely = likely.or(() -> found);
        }
        return likely;
    }

    /**
     * The server's answers to the questions of one dialect. It also notices if the server is a
     * Chasqui.
     */
    private static final class HttpProbe implements ProbedServer {
        private final ProbeClient client;
        private final Cancellation cancellation;
        private boolean ours;

        HttpProbe(ProbeClient client, Cancellation cancellation) {
            this.client = client;
            this.cancellation = cancellation;
        }

        @Override
        public Answer get(String path) {
            ProbeClient.Response response = client.get(path, MAX_ANSWER, cancellation);
            ours |=
                    response.headers().keySet().stream()
                            .anyMatch(name -> name.startsWith("x-chasqui"));
            return new Answer(response.status(), response.body());
        }
    }
}
