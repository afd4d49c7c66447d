package dev.chasqui.application.models;

import dev.chasqui.application.port.Ability;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.DerivedModels;
import dev.chasqui.domain.derived.DerivedModel;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelKind;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The models of all backends.
 *
 * <p>Each backend's list is kept, and requested again in the background; it stays known while the
 * backend is down. An unknown name makes all lists be requested at once, since the model may be
 * new. Safe for use by several threads.
 */
public final class Models implements AutoCloseable {
    /** The longest time that a caller waits for fresh lists. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(6);

    /** The least age of a list at which an unknown name makes it be requested again. */
    private static final Duration LEAST_AGE = Duration.ofSeconds(1);

    private final Backends backends;
    private final OwnNames names;
    private final boolean listBuiltIn;
    private final DerivedModels derived;

    private final Duration freshness;
    private final Map<Backend, BackendModelsCache> lists = new ConcurrentHashMap<>();

    /** The models of all lists together; null if one of the lists has changed since. */
    private volatile @Nullable ModelIndex index;

    private final AtomicInteger changes = new AtomicInteger();
    private final Runnable listener = this::changed;
    private volatile boolean closed;

    /** Makes models of which a built-in one that chats is listed only if no other one does. */
    public Models(Backends backends, Map<String, String> aliases, Duration freshness) {
        this(backends, aliases, freshness, false, DerivedModels.NONE);
    }

    /** Makes the models of these backends without virtual ones. */
    public Models(
            Backends backends,
            Map<String, String> aliases,
            Duration freshness,
            boolean listBuiltIn,
            DerivedModels derived) {
        this(backends, ConfigNames.aliases(aliases), freshness, listBuiltIn, derived);
    }

    /**
     * @param names the config's own names for models
     * @param freshness the age after which a list is requested again
     * @param listBuiltIn true if the built-in models that chat are listed beside others, too
     * @param derived the models that people have derived from those of the backends
     */
    public Models(
            Backends backends,
            ConfigNames names,
            Duration freshness,
            boolean listBuiltIn,
            DerivedModels derived) {
        this.backends = backends;
        this.names = OwnNames.of(names);
        this.listBuiltIn = listBuiltIn;
        this.derived = derived;
        this.freshness = freshness;
    }

    /**
     * Makes the models of other backends under other names. The list of a backend that is in both
     * stays known, so that no caller waits for it again. This object goes on until it is closed.
     */
    public Models next(Backends others, ConfigNames otherNames, boolean listsBuiltIn) {
        Models next = new Models(others, otherNames, freshness, listsBuiltIn, derived);
        Set<Backend> kept = Set.copyOf(others.all());
        lists.forEach(
                (backend, list) -> {
                    if (kept.contains(backend)) {
                        list.addListener(next.listener);
                        next.lists.put(backend, list);
                    }
                });
        return next;
    }

    /** Returns all backends but the built-in ones. */
    public List<Backend> servers() {
        return backends.servers();
    }

    /**
     * Asks backends for their lists, all at the same time, and returns their states after that, in
     * the same order. One that does not answer in time has the state from before until it does.
     */
    public List<BackendState> check(List<Backend> some) {
        ask(some);
        return some.stream().map(backend -> BackendState.of(backend, listing(backend))).toList();
    }

    /** Returns true if a backend did not answer when it was last asked for its list. */
    public boolean isDown(Backend backend) {
        return list(backend).known().filter(listing -> listing.failure().isPresent()).isPresent();
    }

    /**
     * Resolves a model name.
     *
     * @param name the client's name: an alias, or a name with or without its tag. If there is no
     *     such name, the only one that differs from it in the case of letters alone is meant
     * @return the name with its tag; that of the base for a derived model
     */
    public String resolve(String name) {
        return names.ofBackend(name, index());
    }

    /**
     * Returns the derived model of a name, in any spelling; empty if there is none, even if there
     * is another model.
     */
    public Optional<DerivedModel> derived(String name) {
        return names.derived(name, index());
    }

    /** Returns the kind of name, in words, if the config gives it to a model; empty otherwise. */
    public Optional<String> inConfig(String name) {
        return names.inConfig(name, index());
    }

    /**
     * Returns the meaning of a name that a client asks for. A model of exactly this name goes
     * before a model with commands; if there is neither, the name means itself.
     */
    public ModelMeaning meaning(String name) {
        return MeaningFinder.find(name, names, this::index, this::askForNew);
    }

    /**
     * Returns the config's own name for a model that a name means, as the config spells it; empty
     * if it means none.
     */
    public Optional<String> alias(String name) {
        return names.alias(name, index());
    }

    /**
     * Returns every model once, under the name that its first backend gives it; then the aliases. A
     * built-in model that chats is among them only if no other one does, or if it is listed always.
     */
    public List<Candidate> all() {
        return index().listed();
    }

    /** Returns the names of all models, as {@link #all()} lists them. */
    public List<String> names() {
        return all().stream().map(candidate -> candidate.model().id()).toList();
    }

    /**
     * Returns true if some backend is known to have a model of this name; asks no backend for it.
     */
    public boolean contains(String name) {
        return !known(name).isEmpty();
    }

    /**
     * Returns the backends that have the model, in the order of preference: those that are up
     * first.
     *
     * @param name the client's name, see {@link #resolve}
     * @throws FailureException with {@code UnknownModel} if no backend has it, or with a server's
     *     failure if no server has answered yet
     */
    public List<Candidate> find(String name) {
        List<Candidate> found = known(name);
        if (found.isEmpty()) {
            askForNew();
            found = known(name);
        }
        if (found.isEmpty()) {
            throw new FailureException(missing(name));
        }
        return found;
    }

    /**
     * Returns the backends that have the model and can answer a kind of request.
     *
     * @param name the client's name, see {@link #resolve}
     * @param ability the ability that the backend needs
     * @param request the word for the request, for the message
     * @param kinds the kinds of which the model must answer one; a model of unknown kinds may
     * @throws FailureException as {@link #find(String)} does; with {@code Invalid} if backends have
     *     the model, but none can answer
     */
    public List<Candidate> find(
            String name, Class<? extends Ability> ability, String request, ModelKind... kinds) {
        List<Candidate> answering =
                find(name).stream()
                        .filter(candidate -> candidate.mayAnswer(kinds))
                        .filter(candidate -> candidate.can(ability))
                        .toList();
        if (answering.isEmpty()) {
            throw new FailureException(
                    new Failure.Invalid("model", "\"" + name + "\" does not support " + request));
        }
        return answering;
    }

    /**
     * Returns the backends that have the model of a name, which may have commands behind it: for
     * questions about the model.
     *
     * @throws FailureException as {@link #find(String)} does
     */
    public List<Candidate> findMeant(String name) {
        return find(name.indexOf('+') < 0 ? name : meaning(name).name());
    }

    /** Asks all backends whose lists are not brand-new, since a model may be new. */
    private void askForNew() {
        ask(
                backends.all().stream()
                        .filter(backend -> listing(backend).olderThan(LEAST_AGE))
                        .toList());
    }

    private List<Candidate> known(String name) {
        return names.candidates(name, index());
    }

    /**
     * Returns the reason why no backend has the model. As long as no server has listed its models,
     * the model may exist; then the failure says which server cannot be reached.
     */
    private Failure missing(String name) {
        List<BackendModels> servers = backends.servers().stream().map(this::listing).toList();
        return servers.stream().anyMatch(BackendModels::answered)
                ? unknown(name)
                : servers.stream()
                        .flatMap(server -> server.failure().stream())
                        .findFirst()
                        .orElseGet(() -> unknown(name));
    }

    private Failure unknown(String name) {
        return derived(name)
                .<Failure>map(child -> OwnNames.baseIsGone(name, child))
                .orElseGet(() -> new Failure.UnknownModel(name, names()));
    }

    /** Returns the state of each backend. */
    public List<BackendState> states() {
        return index().backends().stream()
                .map(backend -> BackendState.of(backend, listing(backend)))
                .toList();
    }

    /** Returns a warning for each virtual model that hides another one, by the known lists. */
    public List<String> hidingWarnings() {
        return names.hiding(index().backends(), this::listing);
    }

    /** Returns all backends, in the order of preference. */
    public List<Backend> backends() {
        return backends.all();
    }

    /**
     * Asks a backend again, because its models have changed, and waits for its answer. A request
     * that is under way may have begun before the change; another one follows it.
     */
    public void refreshAndWait(Backend backend) {
        BackendModelsCache.await(List.of(list(backend).refreshOnceMore()), LONGEST_WAIT);
    }

    /** Asks a backend again in the background, because it failed or its models have changed. */
    public void refresh(Backend backend) {
        var _ = list(backend).refresh();
    }

    /**
     * Returns the known models. Backends that were never asked are asked first, all at the same
     * time; lists that are no longer fresh are requested in the background.
     */
    private ModelIndex index() {
        ModelIndex known = index;
        List<Backend> all = backends.all();
        List<DerivedModel> children = derived.all();
        if (known == null || !isMadeOf(known, all, children)) {
            ask(all.stream().filter(backend -> list(backend).known().isEmpty()).toList());
            known = build(all, children);
        }
        if (System.nanoTime() - known.oldestNanos() > freshness.toNanos()) {
            all.stream()
                    .filter(backend -> listing(backend).olderThan(freshness))
                    .forEach(this::refresh);
        }
        return known;
    }

    /**
     * Returns true if the index was made of these very lists: to compare all elements would cost
     * each request.
     */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isMadeOf(
            ModelIndex index, List<Backend> backends, List<DerivedModel> derived) {
        return index.backends() == backends && index.derived() == derived;
    }

    /** Makes the index. If a list changes meanwhile, the next caller makes it again. */
    private ModelIndex build(List<Backend> all, List<DerivedModel> children) {
        int before = changes.get();
        lists.keySet().retainAll(Set.copyOf(all));
        ModelIndex built =
                names.index(all, this::listing, children, backends.builtIn(), !listBuiltIn);
        boolean complete = all.stream().allMatch(backend -> list(backend).known().isPresent());
        // After the close no listener reports changes, so the index is not kept.
        index = complete && !closed ? built : null;
        if (changes.get() != before) {
            index = null;
        }
        return built;
    }

    private BackendModelsCache list(Backend backend) {
        return lists.computeIfAbsent(backend, this::newList);
    }

    private BackendModelsCache newList(Backend backend) {
        BackendModelsCache list = new BackendModelsCache(backend);
        list.addListener(listener);
        return list;
    }

    private void changed() {
        changes.incrementAndGet();
        index = null;
    }

    /**
     * Returns the known list of a backend. A backend that did not answer in time counts as down.
     */
    private BackendModels listing(Backend backend) {
        return list(backend)
                .known()
                .orElseGet(
                        () ->
                                BackendModels.unknown()
                                        .failed(
                                                new Failure.BackendTimeout(
                                                        backend.name(),
                                                        "its list of models",
                                                        LONGEST_WAIT)));
    }

    /** Requests the lists of backends, all at the same time, and waits for the answers. */
    private void ask(List<Backend> some) {
        BackendModelsCache.await(
                some.stream().map(backend -> list(backend).refresh()).toList(), LONGEST_WAIT);
    }

    /** Ends the background requests. Callers that still hold this object may go on using it. */
    @Override
    public void close() {
        closed = true;
        lists.values().forEach(list -> list.removeListener(listener));
    }
}
