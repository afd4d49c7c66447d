package dev.chasqui.bootstrap.clients;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.WireMessage;

/**
 * Fake backends that replay recorded answers of real servers to requests for embeddings, and a
 * started server in front of them.
 *
 * <p>{@code tiny-embed} is on a llama-server with embeddings, {@code tiny} on one without; {@code
 * nomic} and the chat model {@code talker} are on an Ollama.
 */
public final class EmbeddingServers implements AutoCloseable {
    /** A text for which each server answers with the same vector of 64 numbers. */
    public static final String SKY = "The sky is blue.";

    /** A text that is sent after {@link #SKY} in requests for two vectors. */
    public static final String GRASS = "Grass is green.";

    private final FakeBackend llama = FakeOpenAi.start("tiny-embed");
    private final FakeBackend plain = FakeOpenAi.start("tiny");
    private final FakeBackend ollama = FakeOllama.start();
    private final StartedServer server;

    /** Starts the backends and the server on free ports. */
    public EmbeddingServers() {
        llama.on("POST", "/v1/embeddings", Answer.choose(EmbeddingServers::ofLlama));
        plain.on("POST", "/v1/embeddings", Answer.play("llama-server/embeddings-not-enabled"));
        ollama.on("GET", "/api/tags", Answer.json(200, tags()))
                .on("POST", "/api/embed", Answer.choose(EmbeddingServers::ofOllama))
                .on("POST", "/api/embeddings", Answer.play("ollama/embeddings"));
        server =
                StartedServer.of(
                        "{\"backends\":[%s,%s,%s],\"models\":{\"aliases\":{\"short\":\"tiny-embed\"}}}"
                                .formatted(
                                        StartedServer.backendConfig("llama", llama, "openai"),
                                        StartedServer.backendConfig("plain", plain, "openai"),
                                        StartedServer.backendConfig("ollama", ollama, "ollama")));
    }

    private static Answer ofLlama(WireMessage request) {
        String text = RealServer.withoutSpace(request.text());
        if (text.contains("wordword")) {
            return Answer.play("llama-server/embeddings-too-long");
        }
        if (text.contains("[5,6,7]")) {
            return Answer.play("llama-server/embeddings-tokens");
        }
        return Answer.play(
                text.contains("Grass")
                        ? "llama-server/embeddings-base64"
                        : "llama-server/embeddings-float");
    }

    private static Answer ofOllama(WireMessage request) {
        String text = RealServer.withoutSpace(request.text());
        if (text.contains("wordword")) {
            return Answer.play("ollama/embed-too-long-no-truncate");
        }
        return Answer.play(text.contains("Grass") ? "ollama/embed-many" : "ollama/embed");
    }

    private static String tags() {
        return """
        {"models":[\
        {"name":"nomic:latest","model":"nomic:latest","capabilities":["embedding"]},\
        {"name":"talker:latest","model":"talker:latest","capabilities":["completion"]}]}\
        """;
    }

    /** Returns the server's address without a path. */
    public String url() {
        return server.url();
    }

    public int port() {
        return server.port();
    }

    /** Returns the last request that the llama-server with embeddings received. */
    public String askedLlama() {
        return llama.received("/v1/embeddings").getLast().message().text();
    }

    /** Returns the last request that the Ollama received. */
    public String askedOllama() {
        return ollama.received("/api/embed").getLast().message().text();
    }

    @Override
    public void close() {
        server.close();
        llama.close();
        plain.close();
        ollama.close();
    }
}
