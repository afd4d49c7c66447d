package dev.chasqui.adapters.dialects.server;

import dev.chasqui.domain.json.Json;

import java.util.Optional;

/**
 * The questions that tell which program a server is, if its list of models does not. Each has an
 * answer that one program alone gives. Stateless.
 */
public final class ProgramProbe {
    private ProgramProbe() {}

    /**
     * The program behind a server.
     *
     * @param name its name
     * @param model its only model; empty if it has a list of models
     */
    public record Program(String name, Optional<String> model) {}

    /**
     * Asks a server.
     *
     * @return empty if it is none of these programs
     * @throws dev.chasqui.domain.failure.FailureException if it does not answer
     */
    public static Optional<Program> ask(ProbedServer server) {
        return lmStudio(server).or(() -> localAi(server)).or(() -> tei(server));
    }

    private static Optional<Program> lmStudio(ProbedServer server) {
        return answered(server, "/api/v0/models")
                .filter(body -> body.get("data").orElse(Json.Null.NULL) instanceof Json.Arr)
                .map(_ -> new Program("lmstudio", Optional.empty()));
    }

    private static Optional<Program> localAi(ProbedServer server) {
        return answered(server, "/system")
                .filter(body -> body.get("backends").orElse(Json.Null.NULL) instanceof Json.Arr)
                .map(_ -> new Program("localai", Optional.empty()));
    }

    /** Text Embeddings Inference serves one model, and has no list of it. */
    private static Optional<Program> tei(ProbedServer server) {
        return answered(server, "/info")
                .filter(body -> body.get("model_type").isPresent())
                .flatMap(body -> body.text("model_id"))
                .map(model -> new Program("tei", Optional.of(model)));
    }

    private static Optional<Json.Obj> answered(ProbedServer server, String path) {
        ProbedServer.Answer answer = server.get(path);
        return answer.status() == 200 ? Optional.of(answer.object()) : Optional.empty();
    }
}
