package dev.chasqui.adapters.dialects.openai.models;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.ShownModels;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelKind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The list of models for LM Studio's clients: {@code /api/v0/models}. It holds the models for chats
 * and embeddings, since that API has no others. Safe for use by several threads.
 *
 * @param models the models that the client may ask for
 */
public record LmStudioModels(ShownModels models) {
    private static final Set<String> FORMATS = Set.of("gguf", "mlx");

    /** Returns the body of {@code GET /api/v0/models}. */
    public byte[] list() {
        List<Json> entries = new ArrayList<>();
        for (Candidate candidate : models.all()) {
            if (candidate.mayAnswer(ModelKind.CHAT, ModelKind.COMPLETION, ModelKind.EMBEDDING)) {
                entries.add(entry(candidate.model().id(), candidate));
            }
        }
        return Json.Obj.EMPTY
                .with("object", Json.of("list"))
                .with("data", new Json.Arr(entries))
                .toBytes();
    }

    /**
     * Returns the body of {@code GET /api/v0/models/ID}.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code UnknownModel} if there is no
     *     such model
     */
    public byte[] one(String id) {
        return entry(id, models.findMeant(id).getFirst()).toBytes();
    }

    private static Json.Obj entry(String id, Candidate candidate) {
        ListedFacts facts = ListedFacts.of(candidate);
        boolean loaded = facts.isLoaded();
        Json.Obj entry =
                Json.Obj.EMPTY
                        .with("id", Json.of(id))
                        .with("object", Json.of("model"))
                        .with("type", Json.of(type(facts)))
                        .with("publisher", Json.of(facts.publisher()));
        entry = with(entry, "arch", facts.architecture().map(Json::of));
        // Zed reads no entry of the list without one of these two.
        entry =
                entry.with(
                        "compatibility_type",
                        Json.of(facts.format().filter(FORMATS::contains).orElse("gguf")));
        entry = with(entry, "quantization", facts.quantisation().map(Json::of));
        entry = entry.with("state", Json.of(loaded ? "loaded" : "not-loaded"));
        entry = with(entry, "max_context_length", facts.largestContext().or(facts::servedContext));
        entry = with(entry, "loaded_context_length", facts.servedContext().filter(_ -> loaded));
        return with(entry, "capabilities", capabilities(facts));
    }

    private static String type(ListedFacts facts) {
        if (!facts.answers(ModelKind.CHAT, ModelKind.COMPLETION)) {
            return "embeddings";
        }
        return facts.seesImages() ? "vlm" : "llm";
    }

    private static Optional<Json> capabilities(ListedFacts facts) {
        List<String> words = new ArrayList<>();
        if (facts.callsTools()) {
            words.add("tool_use");
        }
        if (facts.seesImages()) {
            words.add("vision");
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(OpenAiModelEntry.array(words));
    }

    private static Json.Obj with(Json.Obj entry, String name, Optional<Json> value) {
        return value.map(known -> entry.with(name, known)).orElse(entry);
    }
}
