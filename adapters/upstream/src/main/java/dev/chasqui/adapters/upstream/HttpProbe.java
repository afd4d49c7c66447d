package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.server.ProbedServer;
import dev.chasqui.adapters.upstream.client.ProbeClient;
import dev.chasqui.domain.exchange.Cancellation;

/**
 * The server's answers to the questions of one dialect. It also notices if the server is a Chasqui.
 */
final class HttpProbe implements ProbedServer {
    /**
     * The number of bytes that are read of an answer; the lists of the largest hosted services are
     * shorter.
     */
    private static final int MAX_ANSWER = 4 * 1024 * 1024;

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
        ours |= response.headers().keySet().stream().anyMatch(name -> name.startsWith("x-chasqui"));
        return new Answer(response.status(), response.body());
    }

    /** Returns true if an answer was that of a Chasqui. */
    boolean isOurs() {
        return ours;
    }
}
