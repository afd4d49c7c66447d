package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** OpenAI's dialect for clients. */
public final class OpenAiClientDialect implements ClientDialect {
    /**
     * The prefix of paths without a version: clients of llama-server omit it, as that server
     * allows.
     */
    private static final String WITHOUT_VERSION = "";

    private final Models models;
    private final boolean completionCommands;

    /**
     * @param models the models that clients may ask for
     * @param completionCommands true if prompts of completions may begin with commands
     */
    public OpenAiClientDialect(Models models, boolean completionCommands) {
        this.models = models;
        this.completionCommands = completionCommands;
    }

    @Override
    public Dialect dialect() {
        return Dialect.OPENAI;
    }

    @Override
    public ErrorStyle errors() {
        return OpenAiErrorStyle.INSTANCE;
    }

    @Override
    public List<ClientPath> paths() {
        OpenAiChat chat = new OpenAiChat();
        List<ClientPath> paths = new ArrayList<>();
        for (String version : List.of("/v1", WITHOUT_VERSION)) {
            paths.add(new ClientPath.Chat(version + "/chat/completions", chat));
            paths.add(new ClientPath.Embed(version + "/embeddings", new OpenAiEmbeddings()));
            paths.add(new ClientPath.Decide(version + "/decisions", new OpenAiDecisions()));
            paths.add(ClientPath.Lookup.get(version + "/models", _ -> list()));
            // An id may contain slashes.
            paths.add(
                    ClientPath.Lookup.get(
                            version + "/models/{+id}", question -> one(question.segment("id"))));
        }
        paths.addAll(OpenAiRelays.paths(completionCommands));
        return paths;
    }

    @Override
    public Optional<String> basePath() {
        return Optional.of("/v1");
    }

    private byte[] list() {
        List<Json> entries =
                models.all().stream()
                        .<Json>map(candidate -> entry(candidate.model().id(), candidate))
                        .toList();
        return Json.Obj.EMPTY
                .with("object", Json.of("list"))
                .with("data", new Json.Arr(entries))
                .toBytes();
    }

    private byte[] one(String id) {
        return entry(id, models.find(id).getFirst()).toBytes();
    }

    private static Json.Obj entry(String id, Candidate candidate) {
        ModelInfo model = candidate.model();
        return Json.Obj.EMPTY
                .with("id", Json.of(id))
                .with("object", Json.of("model"))
                .with("created", Json.of(model.created().orElse(Instant.EPOCH).getEpochSecond()))
                .with("owned_by", Json.of(model.owner().orElse("chasqui")))
                .with("kinds", kinds(candidate))
                .with("backend", Json.of(candidate.backend().name()))
                .withAll(candidate.state());
    }

    /** The kinds of requests that the model is known to answer; none where that is not known. */
    private static Json kinds(Candidate candidate) {
        return new Json.Arr(
                candidate.kinds().stream().<Json>map(kind -> Json.of(kind.word())).toList());
    }
}
