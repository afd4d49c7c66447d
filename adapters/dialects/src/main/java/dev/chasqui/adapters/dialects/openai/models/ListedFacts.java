package dev.chasqui.adapters.dialects.openai.models;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelKind;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The facts about a model that its backend's list holds already, whatever server made the list.
 * Nothing here asks a backend.
 *
 * @param model the model as it is listed
 * @param state the state of a model of the pool; empty for all others
 */
record ListedFacts(Candidate model, Json.Obj state) {
    private static final String UNKNOWN = "unknown";
    private static final String CONTEXT_LENGTH = "context_length";
    private static final String LOADED = "loaded";

    static ListedFacts of(Candidate model) {
        return new ListedFacts(model, model.state());
    }

    /** Returns the member that the backend sent in its list. */
    Optional<Json> listed(String name) {
        return listed().get(name).filter(value -> value != Json.Null.NULL);
    }

    private Json.Obj listed() {
        return model.model().listed();
    }

    private Json.Obj details() {
        return model.model().details();
    }

    /** Returns true if the model belongs to the pool. */
    private boolean isPooled() {
        return !state.isEmpty();
    }

    /**
     * Returns the context in tokens with which the model is run, or would be; empty if the list
     * does not hold it.
     */
    Optional<Json> servedContext() {
        return first(
                Stream.of(
                        number(listed(), "max_model_len"),
                        number(listed().object("meta"), "n_ctx"),
                        number(listed(), "loaded_context_length"),
                        isPooled() ? number(details(), CONTEXT_LENGTH) : Optional.empty()));
    }

    /** Returns the largest context in tokens that the list promises; empty if it holds none. */
    Optional<Json> largestContext() {
        return first(
                Stream.of(
                        number(listed(), "max_context_length"),
                        number(listed().object("meta"), "n_ctx_train"),
                        number(details(), CONTEXT_LENGTH),
                        // A llama-server with several models states the sum of all its slots there.
                        listed("status").isPresent()
                                ? Optional.empty()
                                : number(listed(), CONTEXT_LENGTH)));
    }

    /** Returns the context in tokens that a request may fill. */
    Optional<Json> context() {
        OptionalInt known = model.traits().context();
        return known.isPresent() ? Optional.of(Json.of(known.getAsInt())) : Optional.empty();
    }

    /** Returns the architecture of its weights, such as {@code llama}. */
    Optional<String> architecture() {
        return known(listed().text("arch")).or(() -> known(details().text("family")));
    }

    /** Returns the quantisation of its weights, such as {@code Q4_K_M}. */
    Optional<String> quantisation() {
        return known(listed().text("quantization"))
                .or(() -> known(details().text("quantization_level")))
                .or(() -> known(listed().object("meta").text("ftype")));
    }

    /** Returns the format of its file, such as {@code gguf}. */
    Optional<String> format() {
        return known(listed().text("compatibility_type")).or(() -> known(details().text("format")));
    }

    /** Returns the party that made it: the first part of a name with a slash, or its owner. */
    String publisher() {
        String id = model.model().id();
        int slash = id.indexOf('/');
        return known(listed().text("publisher"))
                .or(() -> slash > 0 ? Optional.of(id.substring(0, slash)) : Optional.empty())
                .or(() -> model.model().owner())
                .orElse("chasqui");
    }

    /** Returns true if the list says that the model reads images. */
    boolean seesImages() {
        return model.model().capabilities().contains("vision")
                || listed().text("type").equals(Optional.of("vlm"))
                || words(listed().object("architecture"), "input_modalities").contains("image");
    }

    /** Returns true if the list says that the model calls tools. */
    boolean callsTools() {
        Set<String> capabilities = model.model().capabilities();
        return capabilities.contains("tools")
                || capabilities.contains("tool_use")
                || words(listed(), "supported_parameters").contains("tools");
    }

    /** Returns true if the model answers requests of one of these kinds, as far as is known. */
    boolean answers(ModelKind... kinds) {
        return model.mayAnswer(kinds);
    }

    /**
     * Returns true if the model is in memory as far as the list tells: servers that list their
     * models without a state run all of them, except for those that load a model when it is asked.
     */
    boolean isLoaded() {
        if (isPooled()) {
            return state.text("state").equals(Optional.of("ready"));
        }
        Optional<String> told =
                listed().text("state").or(() -> listed().object("status").text("value"));
        return told.map(value -> Set.of(LOADED, "ready", "sleeping").contains(value))
                .orElseGet(() -> !LmStudio.lists(listed()) && model.model().digest().isEmpty());
    }

    /** Returns the texts of a member that is a list. */
    static Set<String> words(Json.Obj object, String name) {
        Set<String> words = new LinkedHashSet<>();
        if (object.get(name).orElse(Json.Null.NULL) instanceof Json.Arr(List<Json> items)) {
            for (Json item : items) {
                if (item instanceof Json.Str(String word)) {
                    words.add(word);
                }
            }
        }
        return words;
    }

    private static Optional<String> known(Optional<String> text) {
        return text.filter(value -> !value.isEmpty() && !value.equals(UNKNOWN));
    }

    private static Optional<Json> number(Json.Obj object, String name) {
        return object.get(name)
                .filter(value -> value instanceof Json.Num number && number.doubleValue() > 0);
    }

    private static Optional<Json> first(Stream<Optional<Json>> values) {
        return values.flatMap(Optional::stream).findFirst();
    }
}
