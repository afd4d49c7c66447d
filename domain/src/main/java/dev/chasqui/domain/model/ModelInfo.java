package dev.chasqui.domain.model;

import dev.chasqui.domain.json.Json;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model as its backend lists it.
 *
 * @param id the name by which the backend knows it
 * @param created the time when it was made or last changed; empty if the backend does not say
 * @param size its size in bytes; 0 if unknown
 * @param digest 64 hexadecimal digits; empty if the backend does not say
 * @param owner the party that offers it; empty if the backend does not say
 * @param details the backend's own words in Ollama's form ({@code format}, {@code family}, {@code
 *     parameter_size}, …); an empty object if it has none
 * @param listed the entry of the list as the backend sent it
 */
public record ModelInfo(
        String id,
        Optional<Instant> created,
        long size,
        Optional<String> digest,
        Optional<String> owner,
        Json.Obj details,
        Json.Obj listed) {

    /**
     * The kinds by the words of other lists: Ollama's {@code capabilities}, LM Studio's and
     * Together's {@code type}, OpenRouter's {@code output_modalities}. The output of text is not
     * among them, since llama-server claims it for each model.
     */
    private static final Map<String, Set<ModelKind>> KINDS_BY_WORD =
            Map.ofEntries(
                    Map.entry("chat", Set.of(ModelKind.CHAT)),
                    Map.entry("completion", Set.of(ModelKind.CHAT, ModelKind.COMPLETION)),
                    Map.entry("language", Set.of(ModelKind.COMPLETION)),
                    Map.entry("llm", Set.of(ModelKind.CHAT, ModelKind.COMPLETION)),
                    Map.entry("vlm", Set.of(ModelKind.CHAT, ModelKind.COMPLETION)),
                    Map.entry("embedding", Set.of(ModelKind.EMBEDDING)),
                    Map.entry("embeddings", Set.of(ModelKind.EMBEDDING)),
                    Map.entry("rerank", Set.of(ModelKind.RERANK)),
                    Map.entry("transcription", Set.of(ModelKind.TRANSCRIPTION)),
                    Map.entry("speech", Set.of(ModelKind.SPEECH)),
                    Map.entry("moderation", Set.of(ModelKind.MODERATION)));

    /** Makes a model of which only the name is known. */
    public static ModelInfo of(String id) {
        return of(id, Optional.empty());
    }

    /** Makes a model of which only the name is known, and the time since when it is offered. */
    public static ModelInfo of(String id, Instant since) {
        return of(id, Optional.of(since));
    }

    private static ModelInfo of(String id, Optional<Instant> created) {
        return new ModelInfo(
                id, created, 0, Optional.empty(), Optional.empty(), Json.Obj.EMPTY, Json.Obj.EMPTY);
    }

    /** Returns the same model under another name. */
    public ModelInfo named(String id) {
        return new ModelInfo(id, created, size, digest, owner, details, listed);
    }

    /** Returns a model that was derived from this one. */
    public ModelInfo derived(String name, Instant changed) {
        return new ModelInfo(
                name,
                Optional.of(changed),
                size,
                digest,
                owner,
                details.isEmpty() ? details : details.with("parent_model", Json.of(id)),
                listed);
    }

    /**
     * Returns the same model as one that answers these kinds of requests; this model if there are
     * none.
     */
    public ModelInfo answering(Collection<ModelKind> kinds) {
        if (kinds.isEmpty()) {
            return this;
        }
        Json.Arr words =
                new Json.Arr(kinds.stream().<Json>map(kind -> Json.of(kind.word())).toList());
        return new ModelInfo(
                id, created, size, digest, owner, details, listed.with("kinds", words));
    }

    /**
     * Returns the capabilities that its backend lists, in Ollama's words; empty if it lists none.
     */
    public Set<String> capabilities() {
        return words(listed, "capabilities").collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Returns the kinds of requests that it answers, as its entry in the list says; empty if that
     * says nothing.
     */
    public Set<ModelKind> kinds() {
        Set<ModelKind> kinds = EnumSet.noneOf(ModelKind.class);
        words(listed, "kinds").flatMap(word -> ModelKind.of(word).stream()).forEach(kinds::add);
        if (kinds.isEmpty()) {
            Stream.of(
                            words(listed, "capabilities"),
                            listed.text("type").stream(),
                            words(listed.object("architecture"), "output_modalities"))
                    .flatMap(words -> words)
                    .forEach(word -> kinds.addAll(KINDS_BY_WORD.getOrDefault(word, Set.of())));
        }
        return Collections.unmodifiableSet(kinds);
    }

    /**
     * Returns true if its vectors are known to keep their meaning when they are cut to this length,
     * as those of Matryoshka models do.
     */
    public boolean cutsTo(int dimensions) {
        return listed.get("is_matryoshka").filter(Json.of(true)::equals).isPresent()
                || (listed.get("matryoshka_dimensions").orElse(Json.Null.NULL)
                                instanceof Json.Arr(var lengths)
                        && lengths.contains(Json.of(dimensions)));
    }

    /**
     * Returns the limits of the model, as its entry in the list tells them. Each call reads the
     * entry anew.
     */
    public ModelTraits traits() {
        return ModelTraits.of(this);
    }

    /** Returns the texts of a member that is a list. */
    static Stream<String> words(Json.Obj object, String member) {
        return object.get(member).orElse(Json.Null.NULL) instanceof Json.Arr(var items)
                ? items.stream()
                        .flatMap(
                                item ->
                                        item instanceof Json.Str(String word)
                                                ? Stream.of(word)
                                                : Stream.empty())
                : Stream.empty();
    }
}
