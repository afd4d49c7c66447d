package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.server.FoundServer;
import dev.chasqui.adapters.dialects.server.ProbedServer;
import dev.chasqui.adapters.upstream.client.ProbeClient;
import dev.chasqui.domain.exchange.Cancellation;

import java.util.Optional;

/**
 * The server's answers to the questions of one dialect. It also notices if the server is a Chasqui,
 * or a llama-server, which says so even while it loads its model or misses a key.
 */
final class HttpProbe implements ProbedServer {
    /**
     * The number of bytes that are read of an answer; the lists of the largest hosted services are
     * shorter.
     */
    private static final int MAX_ANSWER = 4 * 1024 * 1024;

    /** The header {@code Server} of llama-server, and the name of its program. */
    private static final String LLAMA_SERVER = "llama.cpp";

    private final ProbeClient client;
    private final Cancellation cancellation;
    private boolean ours;
    private boolean llamaServer;

    HttpProbe(ProbeClient client, Cancellation cancellation) {
        this.client = client;
        this.cancellation = cancellation;
    }

    @Override
    public Answer get(String path) {
        ProbeClient.Response response = client.get(path, MAX_ANSWER, cancellation);
        ours |= response.headers().keySet().stream().anyMatch(name -> name.startsWith("x-chasqui"));
        llamaServer |= LLAMA_SERVER.equals(response.headers().get("server"));
        return new Answer(response.status(), response.body());
    }

    /** Returns a found server with its program, if its answers tell that. */
    FoundServer named(FoundServer found) {
        return found.program().isEmpty() && llamaServer
                ? new FoundServer(found.sure(), found.open(), Optional.of(LLAMA_SERVER))
                : found;
    }

    /** Returns true if an answer was that of a Chasqui. */
    boolean isOurs() {
        return ours;
    }
}
