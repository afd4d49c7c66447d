package dev.chasqui.application.moves;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.pool.Pool;
import dev.chasqui.application.pool.PoolBackend;
import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.LoadAbility;
import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.AuditTrail;
import dev.chasqui.application.routing.moved.MovedModels;
import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.KeepAlive;
import dev.chasqui.domain.similarity.SimilarNames;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The loading, unloading and moving of models on backends that an administrator chooses. Only the
 * pool and Ollamas load and unload models when they are told so. Each change that was made is noted
 * in the audit trail. Safe for use by several threads.
 */
public final class ModelMoves {
    private static final String OLLAMA = "ollama";

    private final Models models;
    private final MovedModels moved;
    private final Optional<Pool> pool;
    private final AuditTrail audit;
    private final InstantSource clock;

    /**
     * @param moved is told which models were moved
     * @param pool tells which of its models are pinned
     * @param clock the source of the time of a change
     */
    public ModelMoves(
            Models models,
            MovedModels moved,
            Optional<Pool> pool,
            AuditTrail audit,
            InstantSource clock) {
        this.models = models;
        this.moved = moved;
        this.pool = pool;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Loads a model on a backend, and returns when it is there; if it was moved away from there,
     * the backend gets requests for it again.
     *
     * @param model the model in any spelling
     * @param backend the name of the backend
     * @return the name by which the backend knows the model
     * @throws FailureException with {@code NotFound} if there is no such backend, or it does not
     *     have the model; with {@code Invalid} if it does not load models; with the backend's
     *     failure if it does not load this one; with {@code Cancelled} if the call was cancelled
     */
    public String load(Caller who, String model, String backend, Cancellation cancellation) {
        Candidate at = find(model, "backend", backend);
        load(at, cancellation);
        moved.forget(at);
        note(who, "model.load", at, Json.Obj.EMPTY.with("backend", Json.of(backend)));
        return at.knownAs();
    }

    /**
     * Has a model leave a backend as soon as no request uses it there. The next request may load it
     * again.
     *
     * @return the name by which the backend knows the model
     * @throws FailureException as {@link #load} does; with {@code Invalid}, too, if it is pinned
     */
    public String unload(Caller who, String model, String backend, Cancellation cancellation) {
        Candidate at = find(model, "backend", backend);
        requireUnpinned(at);
        unload(at, cancellation);
        note(who, "model.unload", at, Json.Obj.EMPTY.with("backend", Json.of(backend)));
        return at.knownAs();
    }

    /**
     * Moves a model: it is loaded on one backend, then the other one gets no more requests for it
     * as long as the first may answer them, and then it leaves there as soon as no request uses it.
     * If it cannot be loaded or unloaded, requests go where they went before.
     *
     * @return the name by which the new backend knows the model
     * @throws FailureException as {@link #unload} does
     */
    public String migrate(
            Caller who, String model, String from, String to, Cancellation cancellation) {
        Candidate source = find(model, "from", from);
        Candidate target = find(model, "to", to);
        if (from.equals(to)) {
            throw invalid("to", "to: '" + to + "' is from, too (expected: another backend)");
        }
        requireUnpinned(source);
        load(target, cancellation);
        Runnable undo = moved.move(source, target);
        boolean done = false;
        try {
            unload(source, cancellation);
            done = true;
        } finally {
            if (!done) {
                undo.run();
            }
        }
        note(
                who,
                "model.migrate",
                target,
                Json.Obj.EMPTY.with("from", Json.of(from)).with("to", Json.of(to)));
        return target.knownAs();
    }

    private Candidate find(String model, String member, String backend) {
        Backend at =
                models.backends().stream()
                        .filter(one -> one.name().equals(backend))
                        .findFirst()
                        .orElseThrow(() -> noBackend(backend));
        if (!isLoading(at)) {
            throw invalid(
                    member,
                    "%s: '%s' (%s) does not load models when it is told so (expected: the pool or an Ollama; there are: %s)"
                            .formatted(member, backend, at.type().orElse("built in"), loading()));
        }
        return models.findMeant(model).stream()
                .filter(one -> one.backend().equals(at))
                .findFirst()
                .orElseThrow(
                        () ->
                                new FailureException(
                                        new Failure.NotFound(
                                                "backend '%s' does not have the model '%s' (expected: one that it lists)"
                                                        .formatted(
                                                                backend, Quoting.shorten(model)))));
    }

    private FailureException noBackend(String backend) {
        List<String> names = models.backends().stream().map(Backend::name).toList();
        return new FailureException(
                new Failure.NotFound(
                        "no backend '%s'; there are: %s"
                                .formatted(
                                        Quoting.shorten(backend),
                                        SimilarNames.list(backend, names))));
    }

    private String loading() {
        List<String> names =
                models.backends().stream()
                        .filter(ModelMoves::isLoading)
                        .map(Backend::name)
                        .toList();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private static boolean isLoading(Backend backend) {
        return backend instanceof PoolBackend || backend.type().filter(OLLAMA::equals).isPresent();
    }

    private void requireUnpinned(Candidate at) {
        if (at.backend() instanceof PoolBackend) {
            pool.ifPresent(there -> there.state(at.knownAs()).requireUnpinned());
        }
    }

    private static void load(Candidate at, Cancellation cancellation) {
        tell(at, KeepAlive.AS_BEFORE, cancellation);
    }

    private static void unload(Candidate at, Cancellation cancellation) {
        tell(at, KeepAlive.NOT_AT_ALL, cancellation);
    }

    private static void tell(Candidate at, KeepAlive stay, Cancellation cancellation) {
        at.ability(LoadAbility.class)
                .load(
                        new LoadRequest(at.knownAs(), stay, Optional.empty()),
                        Asker.NOBODY,
                        cancellation);
    }

    private void note(Caller who, String action, Candidate at, Json.Obj after) {
        audit.add(
                new AuditEntry(
                        clock.instant(), who.name(), action, at.knownAs(), "", after.toString()));
    }

    private static FailureException invalid(String field, String message) {
        return new FailureException(new Failure.Invalid(field, message));
    }
}
