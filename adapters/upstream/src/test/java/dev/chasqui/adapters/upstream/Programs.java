package dev.chasqui.adapters.upstream;

import java.util.function.UnaryOperator;

/** Servers that answer by path, as popular programs do. */
final class Programs {
    private Programs() {}

    static FakeServer ollama() {
        return answering(
                path ->
                        switch (path) {
                            case "/" -> HttpAnswers.sized(200, "text/plain", "Ollama is running");
                            case "/api/version" -> HttpAnswers.json(200, "{\"version\":\"0.0.0\"}");
                            case "/api/ps" ->
                                    HttpAnswers.json(200, "{\"models\":[{\"name\":\"m\"}]}");
                            case "/v1/models" -> HttpAnswers.json(200, "{\"data\":null}");
                            default -> HttpAnswers.sized(404, "text/plain", "404 page not found");
                        });
    }

    /** Returns a server that has OpenAI's API and much of Ollama's. */
    static FakeServer both() {
        return answering(
                path ->
                        switch (path) {
                            case "/" -> HttpAnswers.sized(200, "text/html", "<h1>Welcome</h1>");
                            case "/api/version" -> HttpAnswers.json(200, "{\"version\":\"0.6.4\"}");
                            case "/api/tags" -> HttpAnswers.json(200, "{\"models\":[]}");
                            case "/v1/models" ->
                                    HttpAnswers.json(200, "{\"data\":[{\"id\":\"m\"}]}");
                            default -> HttpAnswers.json(404, "{}");
                        });
    }

    /** Returns a server with one model, which it reports as owned by {@code owner}. */
    static FakeServer openAi(String owner) {
        return of(
                "/v1/models",
                HttpAnswers.json(
                        200, "{\"data\":[{\"id\":\"m\",\"owned_by\":\"" + owner + "\"}]}"));
    }

    /** Returns a server that answers one path and has no other. */
    static FakeServer of(String known, String answer) {
        return answering(path -> path.equals(known) ? answer : HttpAnswers.json(404, "{}"));
    }

    static FakeServer answering(UnaryOperator<String> byPath) {
        return FakeServer.playing(
                connection -> {
                    for (var request = connection.readRequest();
                            request != null;
                            request = connection.readRequest()) {
                        connection.write(byPath.apply(request.path()));
                    }
                });
    }
}
