package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.LoadedModel;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.ModelName;
import dev.chasqui.domain.size.ByteSize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A writer of the answers to the questions of Ollama's clients about models of any backend.
 * Stateless.
 *
 * <p>Each object has exactly the members of an Ollama's: ollama4j refuses a body with an additional
 * one, other clients a body that lacks one.
 */
public final class OllamaModels {
    /** The expiry of a model that is never unloaded, beyond any time that a client can imagine. */
    private static final String FOREVER = "2319-01-01T00:00:00Z";

    private static final Pattern NUMERIC_VERSION = Pattern.compile("\\d+(\\.\\d+)*");

    private OllamaModels() {}

    /**
     * Returns the body of {@code GET /api/version}: only the version's numbers, since clients split
     * it.
     */
    public static byte[] version(String version) {
        Matcher numbers = NUMERIC_VERSION.matcher(version);
        String clean = numbers.lookingAt() ? numbers.group() : "0.0.0";
        return Json.Obj.EMPTY.with("version", Json.of(clean)).toBytes();
    }

    /** Returns the body of {@code GET /api/tags} in the given order. */
    public static byte[] tags(List<ModelInfo> models) {
        Set<String> digests = new HashSet<>();
        return list(models.stream().map(model -> tag(model, digests)).toList());
    }

    /**
     * Returns the body of {@code GET /api/ps}.
     *
     * @param running the models; unknown properties are filled in
     */
    public static byte[] running(List<RunningModel> running) {
        return list(running.stream().map(OllamaModels::runningModel).toList());
    }

    /**
     * A loaded model.
     *
     * @param loaded the model as its backend reports it
     * @param listed the entry in its backend's list; empty if there is none
     */
    public record RunningModel(LoadedModel loaded, Optional<ModelInfo> listed) {}

    /**
     * Returns the body of {@code POST /api/show}.
     *
     * @param name the name as the client sent it
     * @param ofBackend the answer of an Ollama that has the model; empty if none has it
     * @param listed the entry in its backend's list; empty if there is none
     * @param context the context length in tokens; empty if the server does not report it
     */
    public static byte[] show(
            String name,
            Optional<Json.Obj> ofBackend,
            Optional<ModelInfo> listed,
            OptionalInt context) {
        return description(name, ofBackend, listed, context).toBytes();
    }

    /** Returns the object that {@link #show} writes. */
    static Json.Obj description(
            String name,
            Optional<Json.Obj> ofBackend,
            Optional<ModelInfo> listed,
            OptionalInt context) {
        OllamaModelFacts facts = new OllamaModelFacts(listed.orElse(ModelInfo.of(name)));
        Json.Obj generated =
                Json.Obj.EMPTY
                        .with(
                                "modelfile",
                                Json.of(OllamaDerivation.modelfile(name) + "FROM " + name + "\n"))
                        .with("parameters", Json.of(""))
                        .with("template", Json.of("{{ .Prompt }}"))
                        .with("details", facts.details())
                        .with("model_info", facts.modelInfo(context))
                        .with("capabilities", facts.capabilities())
                        .with("modified_at", Json.of(facts.modifiedAt()));
        Json.Obj shown = ofBackend.orElse(Json.Obj.EMPTY);
        for (var member : generated.members().entrySet()) {
            if (!shown.members().containsKey(member.getKey())) {
                shown = shown.with(member.getKey(), member.getValue());
            }
        }
        return shown;
    }

    /**
     * Returns the model that a body of {@code POST /api/show} asks for: {@code model}, or {@code
     * name} of older clients. Some of those send it beside an empty {@code model}.
     *
     * @throws FailureException with {@code Invalid} if the body names no model or is malformed
     */
    public static String requestedModel(byte[] body) {
        return requestedModel(question(body));
    }

    /**
     * Reads a body of {@code POST /api/show}.
     *
     * @throws FailureException with {@code Invalid} if it is missing or malformed
     */
    static BodyScan question(byte[] body) {
        if (body.length == 0) {
            throw new FailureException(
                    new Failure.Invalid(Optional.empty(), "missing request body"));
        }
        return BodyScan.of(body);
    }

    /** Returns the model that a body asks for, as {@link #requestedModel(byte[])} does. */
    static String requestedModel(BodyScan scan) {
        return named(scan)
                .orElseThrow(
                        () ->
                                new FailureException(
                                        new Failure.Invalid("model", "model is required")));
    }

    /** Returns the {@code model} of a body, or its {@code name}; empty if both are blank. */
    static Optional<String> named(BodyScan scan) {
        return named(scan, "model").or(() -> named(scan, "name"));
    }

    private static Optional<String> named(BodyScan scan, String member) {
        return scan.text(member).filter(name -> !name.isBlank());
    }

    /**
     * Returns an entry of the list. Clients take two models with one digest for the same model, so
     * a repeated digest is replaced by a generated one.
     */
    private static Json.Obj tag(ModelInfo model, Set<String> digests) {
        OllamaModelFacts facts = new OllamaModelFacts(model);
        String digest =
                digests.add(facts.digest())
                        ? facts.digest()
                        : OllamaModelFacts.generatedDigest(model.id());
        digests.add(digest);
        String name = ModelName.withTag(model.id());
        return Json.Obj.EMPTY
                .with("name", Json.of(name))
                .with("model", Json.of(name))
                .with("modified_at", Json.of(facts.modifiedAt()))
                .with("size", Json.of(model.size()))
                .with("digest", Json.of(digest))
                .with("details", facts.details())
                .with("capabilities", facts.capabilities());
    }

    private static Json.Obj runningModel(RunningModel running) {
        LoadedModel loaded = running.loaded();
        OllamaModelFacts facts =
                new OllamaModelFacts(running.listed().orElseGet(() -> ModelInfo.of(loaded.id())));
        String name = ModelName.withTag(loaded.id());
        Json.Obj known =
                Json.Obj.EMPTY
                        .with("name", Json.of(name))
                        .with("model", Json.of(name))
                        .with(
                                "size",
                                Json.of(
                                        loaded.size()
                                                .map(ByteSize::bytes)
                                                .orElseGet(() -> facts.model().size())))
                        .with("digest", Json.of(loaded.digest().orElseGet(facts::digest)))
                        .with(
                                "details",
                                OllamaModelFacts.sixDetails(
                                        loaded.details().orElseGet(() -> facts.model().details())))
                        .with("expires_at", Json.of(loaded.expiresAt().orElse(FOREVER)))
                        .with(
                                "size_vram",
                                Json.of(loaded.gpuSize().map(ByteSize::bytes).orElse(0L)));
        Optional<Json> context =
                loaded.contextLength().isPresent()
                        ? Optional.of(Json.of(loaded.contextLength().getAsInt()))
                        : facts.contextLength();
        return context.map(length -> known.with("context_length", length)).orElse(known);
    }

    private static byte[] list(List<Json.Obj> entries) {
        return Json.Obj.EMPTY.with("models", new Json.Arr(new ArrayList<>(entries))).toBytes();
    }
}
