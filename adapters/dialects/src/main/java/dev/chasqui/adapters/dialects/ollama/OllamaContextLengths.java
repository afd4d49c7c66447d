package dev.chasqui.adapters.dialects.ollama;

import static dev.chasqui.adapters.dialects.server.JsonMembers.count;
import static dev.chasqui.adapters.dialects.server.JsonMembers.object;
import static dev.chasqui.adapters.dialects.server.JsonMembers.objects;

import dev.chasqui.adapters.dialects.server.AskedServer;
import dev.chasqui.adapters.dialects.server.ServerQuestion;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelName;

import java.time.Duration;
import java.util.OptionalInt;

/** The context lengths of one Ollama's models in tokens, as the server reports them. */
final class OllamaContextLengths {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** The context length in tokens with which Ollama loads a model by default. */
    private static final int DEFAULT = 4096;

    private final AskedServer server;

    OllamaContextLengths(AskedServer server) {
        this.server = server;
    }

    /** See {@link dev.chasqui.application.port.TokenAbility#contextLength}. */
    OptionalInt of(String model) {
        OptionalInt loaded =
                objects(ask(ServerQuestion.get("/api/ps")), "models")
                        .filter(
                                each ->
                                        each.text("name")
                                                .filter(name -> ModelName.same(name, model))
                                                .isPresent())
                        .map(each -> count(each, "context_length"))
                        .findFirst()
                        .orElse(OptionalInt.empty());
        return loaded.isPresent() ? loaded : ofShow(model);
    }

    /** Returns the context length that a model was trained with; empty if it is not reported. */
    OptionalInt trained(String model) {
        return trained(show(model));
    }

    private OptionalInt ofShow(String model) {
        Json.Obj shown = show(model);
        int wanted = parameter(shown).orElse(DEFAULT);
        return OptionalInt.of(Math.min(wanted, trained(shown).orElse(wanted)));
    }

    private Json.Obj show(String model) {
        Json.Obj name = Json.Obj.EMPTY.with("model", Json.of(model));
        return ask(ServerQuestion.post("/api/show", name));
    }

    private static OptionalInt trained(Json.Obj shown) {
        Json.Obj info = object(shown, "model_info");
        return info.members().keySet().stream()
                .filter(key -> key.endsWith(".context_length"))
                .flatMapToInt(key -> count(info, key).stream())
                .min();
    }

    /**
     * Returns {@code num_ctx} of the Modelfile; each line holds the name of one parameter and its
     * value.
     */
    private static OptionalInt parameter(Json.Obj shown) {
        return shown.text("parameters").stream()
                .flatMap(String::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words[0].equals("num_ctx") && words.length == 2)
                .filter(words -> words[1].matches("[1-9]\\d{0,8}"))
                .mapToInt(words -> Integer.parseInt(words[1]))
                .findFirst();
    }

    private Json.Obj ask(ServerQuestion question) {
        return server.object(question.within(LIMIT));
    }
}
