package dev.chasqui.application.models;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.ModelName;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The models that there are and the backends that have them.
 *
 * <p>Each backend's list is kept and asked for again in the background; it stays known while the
 * backend is down. A name that nobody has makes all lists be asked for at once, since the model may
 * be new. Safe for use by several threads.
 */
public final class Models {
    /** How long one who asks waits for fresh lists. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    /** How old a list must be before an unknown name makes it be asked for again. */
    private static final Duration NEW_ENOUGH = Duration.ofSeconds(1);

    private static final long MOST_BACKENDS = 1_000;

    private final Backends backends;
    private final Map<String, String> aliases;

    /** The aliases and what they stand for, both with their tags. */
    private final Map<String, String> meanings;

    private final Duration freshness;

    private final LoadingCache<Backend, ModelList> lists =
            Caffeine.newBuilder().maximumSize(MOST_BACKENDS).build(ModelList::new);

    /**
     * @param aliases names of our own for models, by name
     * @param freshness how old a list may be before it is asked for again
     */
    public Models(Backends backends, Map<String, String> aliases, Duration freshness) {
        this.backends = backends;
        this.aliases = Map.copyOf(aliases);
        this.meanings =
                aliases.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        alias -> ModelName.withTag(alias.getKey()),
                                        alias -> ModelName.withTag(alias.getValue()),
                                        (first, _) -> first));
        this.freshness = freshness;
    }

    /**
     * What a name stands for.
     *
     * @param name as the client says it: an alias, or a name with or without its tag
     * @return with its tag
     */
    public String meant(String name) {
        String tagged = ModelName.withTag(name);
        return meanings.getOrDefault(tagged, tagged);
    }

    /** Every model once, under the name that its first backend gives it; then the aliases. */
    public List<Candidate> all() {
        Map<String, Candidate> byName = new LinkedHashMap<>();
        for (Backend backend : askedBackends()) {
            for (ModelInfo model : listing(backend).models()) {
                byName.putIfAbsent(ModelName.withTag(model.id()), new Candidate(backend, model));
            }
        }
        aliases.forEach(
                (alias, name) -> {
                    Candidate meant = byName.get(ModelName.withTag(name));
                    if (meant != null) {
                        byName.putIfAbsent(ModelName.withTag(alias), meant.as(alias));
                    }
                });
        return List.copyOf(byName.values());
    }

    /** The names of all models, as {@link #all()} lists them. */
    public List<String> names() {
        return all().stream().map(candidate -> candidate.model().id()).toList();
    }

    /**
     * The backends that have the model, in the order of preference: those that are up first.
     *
     * @param name as the client says it: an alias, or a name with or without its tag
     * @throws FailureException with {@code UnknownModel} if no backend has it, or with a server's
     *     failure if no server has answered yet
     */
    public List<Candidate> find(String name) {
        List<Candidate> found = known(name);
        if (found.isEmpty()) {
            ask(
                    backends.all().stream()
                            .filter(backend -> listing(backend).olderThan(NEW_ENOUGH))
                            .toList());
            found = known(name);
        }
        if (found.isEmpty()) {
            throw new FailureException(missing(name));
        }
        return found;
    }

    private List<Candidate> known(String name) {
        String wanted = meant(name);
        List<Candidate> found = new ArrayList<>();
        List<Candidate> down = new ArrayList<>();
        for (Backend backend : askedBackends()) {
            Listing listing = listing(backend);
            ModelInfo model = listing.byName().get(wanted);
            if (model != null) {
                (listing.failure().isEmpty() ? found : down).add(new Candidate(backend, model));
            }
        }
        found.addAll(down);
        return found;
    }

    /**
     * Why nobody has the model. While no server has told what it has, the model may well be there,
     * and the caller is told who cannot be reached.
     */
    private Failure missing(String name) {
        List<Listing> servers = backends.servers().stream().map(this::listing).toList();
        return servers.stream().anyMatch(Listing::answered)
                ? new Failure.UnknownModel(name, names())
                : servers.stream()
                        .flatMap(server -> server.failure().stream())
                        .findFirst()
                        .orElseGet(() -> new Failure.UnknownModel(name, names()));
    }

    /** How each backend is. */
    public List<BackendState> states() {
        return askedBackends().stream()
                .map(
                        backend -> {
                            Listing listing = listing(backend);
                            return new BackendState(
                                    backend.name(),
                                    backend.zone(),
                                    listing.models().size(),
                                    listing.failure());
                        })
                .toList();
    }

    /** All backends, in the order of preference. */
    public List<Backend> backends() {
        return backends.all();
    }

    /** Asks a backend again, in the background, because it just failed. */
    public void doubt(Backend backend) {
        var _ = lists.get(backend).ask();
    }

    /** All backends; those that were never asked are asked now, all at the same time. */
    private List<Backend> askedBackends() {
        List<Backend> all = backends.all();
        for (Backend backend : all) {
            if (!isKnown(backend)) {
                ask(all.stream().filter(each -> !isKnown(each)).toList());
                break;
            }
        }
        return all;
    }

    private boolean isKnown(Backend backend) {
        return lists.get(backend).known().isPresent();
    }

    /**
     * What is known of a backend now; what is no longer fresh is asked for in the background. One
     * that did not answer in time counts as down.
     */
    private Listing listing(Backend backend) {
        ModelList list = lists.get(backend);
        Listing known =
                list.known()
                        .orElseGet(
                                () ->
                                        Listing.unknown()
                                                .failed(
                                                        new Failure.BackendTimeout(
                                                                backend.name(),
                                                                "its list of models",
                                                                PATIENCE)));
        if (known.olderThan(freshness)) {
            var _ = list.ask();
        }
        return known;
    }

    /** Asks backends for their lists, all at the same time, and waits for the answers. */
    private void ask(List<Backend> some) {
        if (some.isEmpty()) {
            return;
        }
        CompletableFuture<?> all =
                CompletableFuture.allOf(
                        some.stream()
                                .map(backend -> lists.get(backend).ask())
                                .toArray(CompletableFuture[]::new));
        try {
            all.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // What has answered by now has to do.
        } catch (ExecutionException e) {
            throw new IllegalStateException("listing models failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
