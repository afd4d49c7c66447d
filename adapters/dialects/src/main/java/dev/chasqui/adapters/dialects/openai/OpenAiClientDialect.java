package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.adapters.dialects.OpenAiErrorStyle;
import dev.chasqui.adapters.dialects.openai.embedding.OpenAiEmbeddings;
import dev.chasqui.adapters.dialects.openai.models.LmStudioModels;
import dev.chasqui.adapters.dialects.openai.models.OpenAiModelEntry;
import dev.chasqui.application.models.Models;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.json.Json;

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

    /** The prefix of LM Studio's own API. */
    private static final String LM_STUDIO = "/api/v0";

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
            paths.add(ClientPath.Lookup.get(version + "/models", this::list));
            // An id may contain slashes.
            paths.add(ClientPath.Lookup.get(version + "/models/{+id}", this::one));
        }
        addLmStudios(paths, chat);
        paths.addAll(OpenAiRelays.paths(completionCommands));
        return paths;
    }

    /** Adds the paths of LM Studio's own API, in which only the list of models differs. */
    private void addLmStudios(List<ClientPath> paths, OpenAiChat chat) {
        paths.add(new ClientPath.Chat(LM_STUDIO + "/chat/completions", chat));
        paths.add(new ClientPath.Embed(LM_STUDIO + "/embeddings", new OpenAiEmbeddings()));
        paths.add(
                ClientPath.Lookup.get(LM_STUDIO + "/models", question -> listed(question).list()));
        paths.add(
                ClientPath.Lookup.get(
                        LM_STUDIO + "/models/{+id}",
                        question -> listed(question).one(question.segment("id"))));
    }

    @Override
    public Optional<String> basePath() {
        return Optional.of("/v1");
    }

    private byte[] list(ClientPath.Question question) {
        List<Json> entries =
                question.shown(models).all().stream()
                        .<Json>map(
                                candidate -> OpenAiModelEntry.of(candidate.model().id(), candidate))
                        .toList();
        return Json.Obj.EMPTY
                .with("object", Json.of("list"))
                .with("data", new Json.Arr(entries))
                .toBytes();
    }

    private byte[] one(ClientPath.Question question) {
        String id = question.segment("id");
        return OpenAiModelEntry.of(id, question.shown(models).findMeant(id).getFirst()).toBytes();
    }

    private LmStudioModels listed(ClientPath.Question question) {
        return new LmStudioModels(question.shown(models));
    }
}
