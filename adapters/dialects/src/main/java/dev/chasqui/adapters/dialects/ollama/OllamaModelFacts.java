package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.model.ModelName;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The properties of a model for Ollama's clients, with defaults for those that its backend does not
 * report.
 *
 * @param model the model as its backend lists it
 */
record OllamaModelFacts(ModelInfo model) {
    private static final String UNKNOWN = "unknown";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** The names of a context's length in the lists of Ollama, vLLM, LM Studio and OpenRouter. */
    private static final List<String> CONTEXT_LENGTHS =
            List.of("context_length", "max_model_len", "max_context_length");

    /**
     * The names in the {@code meta} of llama-server: the length that it runs with, the model's
     * largest.
     */
    private static final List<String> META_CONTEXT_LENGTHS = List.of("n_ctx", "n_ctx_train");

    /** The context length in tokens that clients assume of a model without a known one. */
    private static final int USUAL_CONTEXT_LENGTH = 32_768;

    /** Returns 64 hexadecimal digits: the backend's digest, else one generated from the name. */
    String digest() {
        return model.digest()
                .filter(digest -> DIGEST.matcher(digest).matches())
                .orElseGet(() -> generatedDigest(model.id()));
    }

    /** Returns a digest for a model whose backend has none: SHA-256 of its name. */
    static String generatedDigest(String id) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(
                            sha256.digest(ModelName.withTag(id).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Returns the time of the last change in RFC 3339; the epoch if the backend does not report it.
     */
    String modifiedAt() {
        return model.created().orElse(Instant.EPOCH).toString();
    }

    /** Returns the six members that clients rely on, and the lengths that the backend reports. */
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
     * Returns the capabilities of the model. If its backend reports none, they are completion and
     * tools: editors do not list a model without {@code tools}.
     */
    Json capabilities() {
        if (model.listed().get("capabilities").orElse(Json.Null.NULL)
                instanceof Json.Arr reported) {
            return reported;
        }
        Set<ModelKind> kinds = model.kinds();
        boolean talks =
                kinds.isEmpty()
                        || kinds.contains(ModelKind.CHAT)
                        || kinds.contains(ModelKind.COMPLETION);
        Stream<String> words =
                talks ? Stream.of("completion", "tools") : kinds.stream().map(ModelKind::word);
        return new Json.Arr(words.<Json>map(Json::of).toList());
    }

    /**
     * Returns the architecture and the lengths that belong to it.
     *
     * @param context the present context length, if the server reports it
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

    /** Returns the context's length if the backend reports it. */
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
