package dev.chasqui.adapters.upstream;

import java.util.function.UnaryOperator;

/** Servers that answer by path as programs do that people run. */
final class Programs {
    private Programs() {}

    static FakeServer ollama() {
        return answering(
                path ->
                        switch (path) {
                            case "/api/version" -> Answers.json(200, "{\"version\":\"0.0.0\"}");
                            case "/api/ps" -> Answers.json(200, "{\"models\":[{\"name\":\"m\"}]}");
                            case "/v1/models" -> Answers.json(200, "{\"data\":null}");
                            default -> Answers.sized(404, "text/plain", "404 page not found");
                        });
    }

    /** A server with one model, which it says belongs to {@code owner}. */
    static FakeServer openAi(String owner) {
        return of(
                "/v1/models",
                Answers.json(200, "{\"data\":[{\"id\":\"m\",\"owned_by\":\"" + owner + "\"}]}"));
    }

    /** A server that answers at one path and has nothing at any other. */
    static FakeServer of(String known, String answer) {
        return answering(path -> path.equals(known) ? answer : Answers.json(404, "{}"));
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
