package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.ollama.OllamaModels;
import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.models.BackendState;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.DescribeAbility;
import dev.chasqui.application.port.LoadAbility;
import dev.chasqui.application.port.ModelDescription;
import dev.chasqui.application.port.TokenAbility;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.LoadedModel;
import dev.chasqui.domain.model.ModelName;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** What Ollama's clients ask. */
public final class OllamaRoutes {
    private final Surface surface;
    private final Endpoint chat;
    private final Endpoint generate;
    private final Models models;
    private final int mostBody;
    private final String version;

    /**
     * @param version the Ollama that we say we are
     */
    public OllamaRoutes(
            Surface surface,
            Endpoint chat,
            Endpoint generate,
            Models models,
            int mostBody,
            String version) {
        this.surface = surface;
        this.version = version;
        this.chat = chat;
        this.generate = generate;
        this.models = models;
        this.mostBody = mostBody;
    }

    public void addTo(RouteTable routes) {
        routes.post("/api/chat", Access.USER, surface, chat)
                .post("/api/generate", Access.USER, surface, generate)
                .post("/api/show", Access.USER, surface, this::show)
                .get("/api/tags", Access.USER, surface, this::tags)
                .get("/api/ps", Access.USER, surface, this::running)
                .get("/api/version", Access.USER, surface, this::version);
    }

    private void tags(Call call) {
        call.send(
                Answer.json(
                        OllamaModels.tags(models.all().stream().map(Candidate::model).toList())));
    }

    private void show(Call call) {
        String name = OllamaModels.requestedModel(call.body(mostBody));
        Candidate found = models.find(name).getFirst();
        Optional<Json.Obj> ofBackend =
                found.backend()
                        .ability(DescribeAbility.class)
                        .flatMap(backend -> backend.describe(found.model().id()))
                        .filter(said -> said.dialect() == Dialect.OLLAMA)
                        .map(ModelDescription::members);
        OptionalInt context =
                ofBackend.isPresent()
                        ? OptionalInt.empty()
                        : contextLength(found.backend(), found.model().id());
        call.send(
                Answer.json(
                        OllamaModels.show(name, ofBackend, Optional.of(found.model()), context)));
    }

    private static OptionalInt contextLength(Backend backend, String model) {
        try {
            return backend.ability(TokenAbility.class)
                    .map(tokens -> tokens.contextLength(model))
                    .orElseGet(OptionalInt::empty);
        } catch (FailureException e) {
            return OptionalInt.empty();
        }
    }

    private void running(Call call) {
        Set<String> up =
                models.states().stream()
                        .filter(BackendState::up)
                        .map(BackendState::name)
                        .collect(Collectors.toSet());
        List<Candidate> all = models.all();
        List<OllamaModels.Running> running =
                models.backends().stream()
                        .filter(backend -> up.contains(backend.name()))
                        .flatMap(
                                backend ->
                                        running(backend).stream()
                                                .map(entry -> running(entry, backend, all)))
                        .toList();
        call.send(Answer.json(OllamaModels.running(running)));
    }

    private static OllamaModels.Running running(
            LoadedModel loaded, Backend backend, List<Candidate> all) {
        return new OllamaModels.Running(
                loaded.contextLength().isPresent()
                        ? loaded
                        : loaded.withContextLength(contextLength(backend, loaded.id())),
                all.stream()
                        .filter(one -> one.backend().equals(backend))
                        .map(Candidate::model)
                        .filter(one -> ModelName.same(one.id(), loaded.id()))
                        .findFirst());
    }

    /** One backend that fails does not hide what the others hold. */
    private static List<LoadedModel> running(Backend backend) {
        try {
            return backend.ability(LoadAbility.class).map(LoadAbility::loaded).orElse(List.of());
        } catch (FailureException e) {
            return List.of();
        }
    }

    private void version(Call call) {
        call.send(Answer.json(OllamaModels.version(version)));
    }
}
