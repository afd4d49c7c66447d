package dev.chasqui.application.library;

import dev.chasqui.application.models.BackendState;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.ChangeProgress;
import dev.chasqui.application.port.DerivedModels;
import dev.chasqui.application.port.ManageAbility;
import dev.chasqui.application.port.ModelStore;
import dev.chasqui.domain.derived.DerivedModel;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelInfo;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The changes of the models of this server. It finds out who carries out a change: a server that
 * manages its models itself, or this one. Safe for use by several threads.
 */
public final class Library {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._:/-]{0,127}");

    private static final String NO_SUCH_FILE = "pull model manifest: file does not exist";

    private final Models models;
    private final DerivedModels derived;
    private final Optional<ModelStore> store;
    private final InstantSource clock;

    /**
     * @param store the models that this server runs itself; empty if it runs none
     * @param clock the source of the time of a change
     */
    public Library(
            Models models, DerivedModels derived, Optional<ModelStore> store, InstantSource clock) {
        this.models = models;
        this.derived = derived;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Returns the server that carries out a change itself, and the model by its name there; empty
     * if this server carries it out.
     *
     * @throws FailureException if the change is not possible
     */
    public Optional<Candidate> server(ModelChange change) {
        return switch (change) {
            case ModelChange.Create create -> serverOf(create);
            case ModelChange.Copy(String source, String destination) -> {
                Optional<Candidate> server = managed(source);
                if (server.isPresent()) {
                    requireFreeOfDerived(destination);
                }
                yield server;
            }
            case ModelChange.Delete(String model) -> {
                refuseOfConfig(model, "; remove it there");
                yield managed(model);
            }
            case ModelChange.Push(String model) -> managed(model);
            case ModelChange.Pull(String model) -> serverOfPull(model);
            case ModelChange.File _ -> manager().map(server -> named(server, ""));
        };
    }

    private Optional<Candidate> serverOf(ModelChange.Create create) {
        String base = create.base();
        Optional<Candidate> server =
                (create.ofFiles() && base.isEmpty()) || isUnknown(base)
                        ? manager().map(backend -> named(backend, base))
                        : managed(base);
        if (server.isPresent()) {
            requireFreeOfDerived(create.model());
        }
        return server;
    }

    private Optional<Candidate> serverOfPull(String model) {
        if (!isUnknown(model)) {
            return managed(model);
        }
        Optional<PulledName> hub = PulledName.of(model);
        boolean forStore = store.isPresent() && hub.filter(PulledName::explicit).isPresent();
        return forStore ? Optional.empty() : manager().map(server -> named(server, model));
    }

    /** Returns the server that has a model and manages it, if the name is no derived model's. */
    private Optional<Candidate> managed(String model) {
        return models.derived(model).isPresent()
                ? Optional.empty()
                : found(model).stream()
                        .filter(candidate -> candidate.can(ManageAbility.class))
                        .findFirst();
    }

    /** Returns the first server that manages models; one that is up goes before others. */
    private Optional<Backend> manager() {
        Set<String> up =
                models.states().stream()
                        .filter(BackendState::up)
                        .map(BackendState::name)
                        .collect(Collectors.toSet());
        List<Backend> managers =
                models.backends().stream()
                        .filter(backend -> backend.ability(ManageAbility.class).isPresent())
                        .toList();
        return managers.stream()
                .filter(backend -> up.contains(backend.name()))
                .findFirst()
                .or(() -> managers.stream().findFirst());
    }

    private static Candidate named(Backend server, String model) {
        return new Candidate(server, ModelInfo.of(model));
    }

    private boolean isUnknown(String model) {
        return models.derived(model).isEmpty() && found(model).isEmpty();
    }

    /** Returns the backends that have a model; none also if they cannot be asked. */
    private List<Candidate> found(String model) {
        try {
            return models.find(model);
        } catch (FailureException e) {
            return List.of();
        }
    }

    /**
     * Returns the backends that have a model.
     *
     * @param unknown the message of the failure if none has it
     */
    private List<Candidate> known(String model, String unknown) {
        try {
            return models.find(model);
        } catch (FailureException e) {
            throw e.failure() instanceof Failure.UnknownModel
                    ? new FailureException(new Failure.NotFound(unknown), e)
                    : e;
        }
    }

    /**
     * Carries out a change on this server.
     *
     * @param progress takes the steps, on this thread; a failure after the first step belongs to
     *     the work itself
     * @param cancellation ends the work
     * @throws FailureException if the change is not possible, or fails
     */
    public void carryOut(
            ModelChange change, Consumer<ChangeProgress> progress, Cancellation cancellation) {
        switch (change) {
            case ModelChange.Create create -> create(create, progress);
            case ModelChange.Copy(String source, String destination) -> copy(source, destination);
            case ModelChange.Delete(String model) -> delete(model);
            case ModelChange.Pull(String model) -> pull(model, progress, cancellation);
            case ModelChange.Push(String model) -> push(model, progress);
            case ModelChange.File file -> refuseFile(file);
        }
    }

    /** Learns the models of a server again, after it has carried out a change. */
    public void changed(Backend server) {
        models.refreshAndWait(server);
    }

    private void create(ModelChange.Create create, Consumer<ChangeProgress> progress) {
        if (create.ofFiles()) {
            throw invalid(
                    "files",
                    "files, adapters and quantize need an Ollama among the backends; put a GGUF"
                            + " file into pool.folder instead, or name a model in 'from'");
        }
        if (create.base().isEmpty()) {
            throw invalid("from", "neither 'from' or 'files' was specified");
        }
        DerivedModel made = create.made().get();
        requireName(made.name());
        requireFree(made.name());
        Optional<DerivedModel> parent = models.derived(made.base()).map(Library::requireNotVirtual);
        DerivedModel whole =
                parent.map(above -> above.derive(made))
                        .orElseGet(() -> made.withBase(backendsName(made.base())));
        progress.accept(new ChangeProgress.Step("using existing model " + made.base()));
        if (made.template().isPresent()) {
            progress.accept(
                    new ChangeProgress.Step(
                            "the template is kept, but not used: the server of "
                                    + made.base()
                                    + " applies its own"));
        }
        derived.put(whole.named(existingName(made.name()), clock.instant()));
        progress.accept(new ChangeProgress.Step("writing manifest"));
    }

    private void copy(String source, String destination) {
        Optional<DerivedModel> original = models.derived(source).map(Library::requireNotVirtual);
        if (original.isEmpty()) {
            var _ = known(source, "model \"" + source + "\" not found");
        }
        requireName(destination);
        requireFree(destination);
        derived.put(
                original.orElseGet(
                                () ->
                                        DerivedModel.of(
                                                destination, backendsName(source), clock.instant()))
                        .named(existingName(destination), clock.instant()));
    }

    /**
     * Returns the name of a base as it is kept: an alias in the config's spelling, so that it may
     * be changed later, otherwise the model in the backend's.
     *
     * @throws FailureException with {@code UnknownModel} if no backend has the model
     */
    private String backendsName(String model) {
        String listed = models.find(model).getFirst().model().id();
        return models.alias(model).orElse(listed);
    }

    /** Returns the name of a derived model that differs in the case of letters alone. */
    private String existingName(String name) {
        return models.derived(name).map(DerivedModel::name).orElse(name);
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw invalid(
                    "model",
                    "invalid model name: \""
                            + name
                            + "\" (expected: at most 128 letters, digits and . _ : / -, of which"
                            + " the first is a letter, a digit or _)");
        }
    }

    /** Requires a name that is free for a model of a server: a derived model would hide it. */
    private void requireFreeOfDerived(String name) {
        requireFree(name);
        if (models.derived(name).isPresent()) {
            throw invalid(
                    "model",
                    "\""
                            + name
                            + "\" was made on this server from a model that no Ollama has"
                            + " (expected: another name; or delete it first)");
        }
    }

    /** Requires that a name is not that of a model which a change cannot replace. */
    private void requireFree(String name) {
        refuseOfConfig(name, " (expected: another name)");
        if (models.derived(name).isPresent()) {
            return;
        }
        // No backend is asked for it: a new name is unknown to all of them.
        List<Candidate> others = models.contains(name) ? found(name) : List.of();
        others.stream()
                .filter(candidate -> !candidate.can(ManageAbility.class))
                .findFirst()
                .ifPresent(
                        other -> {
                            throw invalid(
                                    "model",
                                    "\""
                                            + name
                                            + "\" is a model of backend '"
                                            + other.backend().name()
                                            + "' (expected: another name)");
                        });
    }

    private void refuseOfConfig(String name, String advice) {
        models.inConfig(name)
                .ifPresent(
                        kind -> {
                            throw invalid(
                                    "model",
                                    "\"" + name + "\" is " + kind + " in the config" + advice);
                        });
    }

    /** Refuses a virtual model as the base of another: a derived model has no agents. */
    private static DerivedModel requireNotVirtual(DerivedModel parent) {
        if (parent.virtual()) {
            throw invalid(
                    "from",
                    "\"%s\" is a virtual model in the config (expected: its base '%s')"
                            .formatted(parent.listedName(), parent.base()));
        }
        return parent;
    }

    private void delete(String model) {
        refuseOfConfig(model, "; remove it there");
        Optional<DerivedModel> own = models.derived(model);
        if (own.isPresent()) {
            var _ = derived.remove(own.get().name());
            return;
        }
        Candidate first = known(model, "model '" + model + "' not found").getFirst();
        ModelStore holder =
                holder(first)
                        .orElseThrow(
                                () ->
                                        invalid(
                                                "model",
                                                "model '"
                                                        + model
                                                        + "' belongs to backend '"
                                                        + first.backend().name()
                                                        + "', whose models cannot be deleted"
                                                        + " here"));
        holder.delete(first.model().id());
        changed(first.backend());
    }

    private Optional<ModelStore> holder(Candidate candidate) {
        return store.filter(some -> some.backend().equals(candidate.backend()));
    }

    private void pull(String model, Consumer<ChangeProgress> progress, Cancellation cancellation) {
        progress.accept(new ChangeProgress.Step("pulling manifest"));
        if (models.derived(model).isPresent()) {
            throw new FailureException(
                    new Failure.NotFound(
                            NO_SUCH_FILE + " ('" + model + "' was made on this server)"));
        }
        List<Candidate> found = found(model);
        if (!found.isEmpty()) {
            Candidate first = found.getFirst();
            holder(first)
                    .ifPresent(holder -> holder.update(first.model().id(), progress, cancellation));
            return;
        }
        PulledName name =
                PulledName.of(model)
                        .orElseThrow(
                                () -> new FailureException(new Failure.NotFound(NO_SUCH_FILE)));
        ModelStore holder =
                store.orElseThrow(
                        () ->
                                new FailureException(
                                        new Failure.NotFound(
                                                NO_SUCH_FILE
                                                        + "; this server runs no models itself:"
                                                        + " set pool.folder or pool.models in its"
                                                        + " config, or add an Ollama")));
        holder.pull(model, name.model(), progress, cancellation);
        progress.accept(new ChangeProgress.Step("writing manifest"));
        changed(holder.backend());
    }

    private void push(String model, Consumer<ChangeProgress> progress) {
        progress.accept(new ChangeProgress.Step("retrieving manifest"));
        if (models.derived(model).isEmpty()) {
            var _ = known(model, "model '" + model + "' not found");
        }
        throw invalid(
                "model",
                "couldn't retrieve manifest: '"
                        + model
                        + "' is no model of an Ollama, and only those can be pushed");
    }

    private static void refuseFile(ModelChange.File file) {
        if (!file.upload()) {
            throw new FailureException(
                    new Failure.NotFound("blob \"" + file.digest() + "\" not found"));
        }
        throw invalid(
                "digest",
                "files can only be uploaded to an Ollama, and none is among the backends; put a"
                        + " GGUF file into pool.folder instead");
    }

    private static FailureException invalid(String field, String message) {
        return new FailureException(new Failure.Invalid(field, message));
    }
}
