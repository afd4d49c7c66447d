package dev.chasqui.adapters.dialects.openai.models;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.ModelKind;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The writer of an entry of {@code /v1/models}. Beside OpenAI's members it has those that clients
 * of vLLM, llama-server and OpenRouter read, as far as they are known.
 */
public final class OpenAiModelEntry {
    private static final String ARCHITECTURE = "architecture";
    private static final String INPUTS = "input_modalities";
    private static final String OUTPUTS = "output_modalities";

    private OpenAiModelEntry() {}

    /**
     * Returns the entry of a model.
     *
     * @param id the name that the client reads, which may be an alias
     */
    public static Json.Obj of(String id, Candidate candidate) {
        ModelInfo model = candidate.model();
        ListedFacts facts = ListedFacts.of(candidate);
        Json.Obj entry =
                Json.Obj.EMPTY
                        .with("id", Json.of(id))
                        .with("object", Json.of("model"))
                        .with(
                                "created",
                                Json.of(model.created().orElse(Instant.EPOCH).getEpochSecond()))
                        .with("owned_by", Json.of(model.owner().orElse("chasqui")))
                        .with("kinds", kinds(candidate))
                        .with("backend", Json.of(candidate.backend().name()));
        entry = with(entry, "context_length", facts.context());
        entry = with(entry, "max_model_len", facts.servedContext());
        entry = with(entry, ARCHITECTURE, architecture(facts));
        entry =
                with(
                        entry,
                        "supported_parameters",
                        facts.listed("supported_parameters").filter(Json.Arr.class::isInstance));
        entry = with(entry, "meta", facts.listed("meta").filter(Json.Obj.class::isInstance));
        return entry.withAll(facts.state());
    }

    private static Json.Obj with(Json.Obj entry, String name, Optional<Json> value) {
        return value.map(known -> entry.with(name, known)).orElse(entry);
    }

    /** The kinds of requests that the model is known to answer; none where that is not known. */
    private static Json kinds(Candidate candidate) {
        return array(candidate.kinds().stream().map(ModelKind::word).toList());
    }

    /**
     * Returns what the model reads and writes in OpenRouter's form: as its backend lists it, or as
     * it follows from its kinds; empty if neither is known.
     */
    private static Optional<Json> architecture(ListedFacts facts) {
        Json.Obj told =
                facts.listed(ARCHITECTURE).orElse(Json.Null.NULL) instanceof Json.Obj object
                        ? object
                        : Json.Obj.EMPTY;
        Set<String> inputs = ListedFacts.words(told, INPUTS);
        Set<String> outputs = ListedFacts.words(told, OUTPUTS);
        Set<ModelKind> kinds = facts.model().kinds();
        if (inputs.isEmpty() || outputs.isEmpty()) {
            if (kinds.contains(ModelKind.CHAT)) {
                outputs = Set.of("text");
            } else if (kinds.contains(ModelKind.EMBEDDING)) {
                outputs = Set.of("embeddings");
            } else {
                return Optional.empty();
            }
            inputs = new LinkedHashSet<>(List.of("text"));
            if (facts.seesImages()) {
                inputs.add("image");
            }
        }
        String modality = String.join("+", inputs) + "->" + String.join("+", outputs);
        return Optional.of(
                Json.Obj.EMPTY
                        .with("modality", Json.of(told.text("modality").orElse(modality)))
                        .with(INPUTS, array(List.copyOf(inputs)))
                        .with(OUTPUTS, array(List.copyOf(outputs))));
    }

    static Json array(List<String> words) {
        return new Json.Arr(words.stream().<Json>map(Json::of).toList());
    }
}
