package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.ModelName;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Ollama's clients want to know of a model, filled in where its backend does not say it.
 *
 * @param model as its backend lists it
 */
record OllamaModelFacts(ModelInfo model) {
    private static final String UNKNOWN = "unknown";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** The spellings of a context's length: Ollama, vLLM, LM Studio, OpenRouter. */
    private static final List<String> CONTEXT_LENGTHS =
            List.of("context_length", "max_model_len", "max_context_length");

    /** The same in the {@code meta} of llama-server: what it runs with, what the model can. */
    private static final List<String> META_CONTEXT_LENGTHS = List.of("n_ctx", "n_ctx_train");

    /** What clients take a model to read of which nobody says it. */
    private static final int USUAL_CONTEXT_LENGTH = 32_768;

    /** 64 hexadecimal digits: the backend's, else made from the name. */
    String digest() {
        return model.digest()
                .filter(digest -> DIGEST.matcher(digest).matches())
                .orElseGet(() -> made(model.id()));
    }

    /** A digest for a model whose backend has none: SHA-256 of its name. */
    static String made(String id) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(
                            sha256.digest(ModelName.withTag(id).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** RFC 3339; the beginning of time where the backend does not say it. */
    String modifiedAt() {
        return model.created().orElse(Instant.EPOCH).toString();
    }

    /** The six members that clients rely on, and what the backend says beside them. */
    Json.Obj details() {
        Json.Obj details = sixDetails(model.details());
        for (String more : List.of("context_length", "embedding_length")) {
            if (model.details().get(more).orElse(Json.Null.NULL) instanceof Json.Num number) {
                details = details.with(more, number);
            }
        }
        return details;
    }

    static Json.Obj sixDetails(Json.Obj details) {
        String family = textOr(details, "family", UNKNOWN);
        return Json.Obj.EMPTY
                .with("parent_model", Json.of(textOr(details, "parent_model", "")))
                .with("format", Json.of(textOr(details, "format", UNKNOWN)))
                .with("family", Json.of(family))
                .with(
                        "families",
                        details.get("families").orElse(Json.Null.NULL) instanceof Json.Arr families
                                        && !families.items().isEmpty()
                                ? families
                                : new Json.Arr(List.of(Json.of(family))))
                .with("parameter_size", Json.of(textOr(details, "parameter_size", UNKNOWN)))
                .with(
                        "quantization_level",
                        Json.of(textOr(details, "quantization_level", UNKNOWN)));
    }

    /**
     * What the model can. Where its backend does not say it, it is taken to complete and to call
     * tools: editors list no model that lacks {@code tools}.
     */
    Json capabilities() {
        return model.listed().get("capabilities").orElse(Json.Null.NULL) instanceof Json.Arr told
                ? told
                : new Json.Arr(List.of(Json.of("completion"), Json.of("tools")));
    }

    /**
     * The architecture, and the lengths that belong to it.
     *
     * @param context the room that there is now, where the server tells it
     */
    Json.Obj modelInfo(OptionalInt context) {
        String architecture = textOr(model.details(), "family", UNKNOWN);
        Json length =
                context.isPresent()
                        ? Json.of(context.getAsInt())
                        : contextLength().orElse(Json.of(USUAL_CONTEXT_LENGTH));
        Json.Obj info =
                Json.Obj.EMPTY
                        .with("general.architecture", Json.of(architecture))
                        .with("general.basename", Json.of(model.id()))
                        .with(architecture + ".context_length", length);
        return numbers(model.details(), List.of("embedding_length"))
                .findFirst()
                .map(embedding -> info.with(architecture + ".embedding_length", embedding))
                .orElse(info);
    }

    /** The context's length, where the backend says it. */
    Optional<Json> contextLength() {
        Json.Obj meta =
                model.listed().get("meta").orElse(Json.Null.NULL) instanceof Json.Obj object
                        ? object
                        : Json.Obj.EMPTY;
        return Stream.of(
                        numbers(model.details(), CONTEXT_LENGTHS),
                        numbers(model.listed(), CONTEXT_LENGTHS),
                        numbers(meta, META_CONTEXT_LENGTHS))
                .flatMap(numbers -> numbers)
                .findFirst();
    }

    private static Stream<Json> numbers(Json.Obj object, List<String> names) {
        return names.stream()
                .flatMap(name -> object.get(name).stream())
                .filter(Json.Num.class::isInstance);
    }

    private static String textOr(Json.Obj object, String name, String otherwise) {
        return object.text(name).filter(text -> !text.isEmpty()).orElse(otherwise);
    }
}
