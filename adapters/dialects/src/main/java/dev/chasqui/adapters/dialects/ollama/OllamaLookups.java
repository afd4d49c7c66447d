package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.application.models.BackendState;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.DescribeAbility;
import dev.chasqui.application.port.LoadAbility;
import dev.chasqui.application.port.ModelDescription;
import dev.chasqui.application.port.ModelView;
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

/**
 * The answers to the questions of Ollama's clients about models and the server. Safe for use by
 * several threads.
 */
final class OllamaLookups {
    private final Models models;
    private final String version;

    /**
     * @param version the version of Ollama that the server reports
     */
    OllamaLookups(Models models, String version) {
        this.models = models;
        this.version = version;
    }

    /** Returns the body of {@code GET /api/tags}. */
    byte[] tags(ClientPath.Question question) {
        return OllamaModels.tags(
                question.shown(models).all().stream().map(Candidate::model).toList());
    }

    /** Returns the body that answers {@code POST /api/show}. */
    byte[] show(ClientPath.Question question) {
        BodyScan scan = OllamaModels.question(question.body());
        String name = OllamaModels.requestedModel(scan);
        boolean verbose = scan.flag("verbose").orElse(false);
        Candidate found = question.shown(models).findMeant(name).getFirst();
        Optional<Json.Obj> ofBackend =
                found.backend()
                        .ability(DescribeAbility.class)
                        .flatMap(backend -> backend.describe(found.model().id(), verbose))
                        .filter(said -> said.dialect().equals(Dialect.OLLAMA))
                        .map(ModelDescription::members);
        OptionalInt context =
                ofBackend.isPresent()
                        ? OptionalInt.empty()
                        : contextLength(found.backend(), found.model().id());
        return OllamaDerivation.show(
                OllamaModels.description(name, ofBackend, Optional.of(found.model()), context),
                // The config's words for a virtual model are not shown to its users.
                found.derived().filter(child -> !child.virtual()));
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

    /** Returns the body of {@code GET /api/ps}. */
    byte[] running(ClientPath.Question question) {
        ModelView view = question.view();
        Set<String> up =
                models.states().stream()
                        .filter(BackendState::up)
                        .map(BackendState::name)
                        .collect(Collectors.toSet());
        List<Candidate> all = models.all();
        List<OllamaModels.RunningModel> running =
                models.backends().stream()
                        .filter(backend -> up.contains(backend.name()))
                        .filter(backend -> view.mayReach(backend.zone()))
                        .flatMap(
                                backend ->
                                        running(backend).stream()
                                                .filter(one -> view.mayAsk(one.id()))
                                                .map(entry -> running(entry, backend, all)))
                        .toList();
        return OllamaModels.running(running);
    }

    private static OllamaModels.RunningModel running(
            LoadedModel loaded, Backend backend, List<Candidate> all) {
        return new OllamaModels.RunningModel(
                loaded.contextLength().isPresent()
                        ? loaded
                        : loaded.withContextLength(contextLength(backend, loaded.id())),
                all.stream()
                        .filter(one -> one.backend().equals(backend))
                        .map(Candidate::model)
                        .filter(one -> ModelName.same(one.id(), loaded.id()))
                        .findFirst());
    }

    /**
     * Returns the loaded models of a backend; none if it fails, so that the others are still
     * listed.
     */
    private static List<LoadedModel> running(Backend backend) {
        try {
            return backend.ability(LoadAbility.class).map(LoadAbility::loaded).orElse(List.of());
        } catch (FailureException e) {
            return List.of();
        }
    }

    /** Returns the body of {@code GET /api/version}. */
    byte[] version() {
        return OllamaModels.version(version);
    }
}
