package dev.chasqui.domain.model;

import dev.chasqui.domain.json.Json;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The limits of a model, as far as its backend's list tells them. What a list does not tell is
 * unknown, and no limit.
 *
 * @param lacks the abilities that the model does not have
 * @param context the length of its context in tokens, as it runs, or else at most; empty if unknown
 */
public record ModelTraits(Set<Capability> lacks, OptionalInt context) {
    /** The traits of a model of which nothing is known. */
    public static final ModelTraits UNKNOWN = new ModelTraits(Set.of(), OptionalInt.empty());

    /** The name of a context's length in the lists of Ollama and OpenRouter. */
    private static final String CONTEXT_LENGTH = "context_length";

    public ModelTraits {
        lacks = Set.copyOf(lacks);
    }

    /** Returns the traits of a model as its backend lists it. */
    static ModelTraits of(ModelInfo model) {
        if (model.listed().isEmpty() && model.details().isEmpty()) {
            return UNKNOWN;
        }
        Set<Capability> lacks = EnumSet.noneOf(Capability.class);
        if (isWithoutVision(model)) {
            lacks.add(Capability.VISION);
        }
        if (isWithoutTools(model)) {
            lacks.add(Capability.TOOLS);
        }
        if (isWithoutJson(model.listed())) {
            lacks.add(Capability.JSON);
        }
        if (isWithoutReasoning(model)) {
            lacks.add(Capability.REASONING);
        }
        return new ModelTraits(lacks, context(model));
    }

    private static boolean isWithoutVision(ModelInfo model) {
        Json.Obj listed = model.listed();
        Set<String> inputs =
                ModelInfo.words(listed.object("architecture"), "input_modalities")
                        .collect(Collectors.toSet());
        return (chatsInOllamasWords(model) && !model.capabilities().contains("vision"))
                || isDenied(listed, "vision")
                || listed.text("type").equals(Optional.of("llm"))
                || (!inputs.isEmpty() && !inputs.contains("image") && !isAsleep(listed));
    }

    private static boolean isWithoutTools(ModelInfo model) {
        return (chatsInOllamasWords(model) && !model.capabilities().contains("tools"))
                || isDenied(model.listed(), "function_calling")
                || takesOthersThan(model.listed(), "tools");
    }

    private static boolean isWithoutJson(Json.Obj listed) {
        return takesOthersThan(listed, "response_format", "structured_outputs");
    }

    private static boolean isWithoutReasoning(ModelInfo model) {
        return (chatsInOllamasWords(model) && !model.capabilities().contains("thinking"))
                || takesOthersThan(
                        model.listed(), "reasoning", "reasoning_effort", "include_reasoning");
    }

    /** An Ollama names each ability of a model that chats; no other server's list is complete. */
    private static boolean chatsInOllamasWords(ModelInfo model) {
        return model.capabilities().contains("completion");
    }

    /** Mistral's list holds a flag for each ability. */
    private static boolean isDenied(Json.Obj listed, String ability) {
        return listed.object("capabilities").get(ability).equals(Optional.of(Json.of(false)));
    }

    /** OpenRouter's list holds the parameters that a model takes. */
    private static boolean takesOthersThan(Json.Obj listed, String... parameters) {
        Set<String> taken =
                ModelInfo.words(listed, "supported_parameters").collect(Collectors.toSet());
        return !taken.isEmpty() && Stream.of(parameters).noneMatch(taken::contains);
    }

    /** A llama-server with several models does not know yet what one reads that is not loaded. */
    private static boolean isAsleep(Json.Obj listed) {
        return listed.object("status").text("value").equals(Optional.of("unloaded"));
    }

    /** Returns the length that a model runs with, or else the largest that it can have. */
    private static OptionalInt context(ModelInfo model) {
        Json.Obj listed = model.listed();
        Json.Obj meta = listed.object("meta");
        return Stream.of(
                        number(listed, "max_model_len"),
                        number(meta, "n_ctx"),
                        number(listed, "loaded_context_length"),
                        number(listed, "max_context_length"),
                        number(meta, "n_ctx_train"),
                        number(model.details(), CONTEXT_LENGTH),
                        // A llama-server with several models states the sum of all slots there.
                        listed.get("status").isPresent()
                                ? OptionalInt.empty()
                                : number(listed, CONTEXT_LENGTH))
                .flatMapToInt(OptionalInt::stream)
                .findFirst();
    }

    private static OptionalInt number(Json.Obj object, String name) {
        return object.get(name).orElse(Json.Null.NULL) instanceof Json.Num number
                        && number.longValue() > 0
                ? OptionalInt.of((int) Math.min(number.longValue(), Integer.MAX_VALUE))
                : OptionalInt.empty();
    }
}
