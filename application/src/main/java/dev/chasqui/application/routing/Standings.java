package dev.chasqui.application.routing;

import dev.chasqui.application.port.Backend;
import dev.chasqui.application.routing.affinity.WarmBackends;
import dev.chasqui.application.routing.hedge.HedgeCounts;
import dev.chasqui.application.routing.moved.MovedModels;
import dev.chasqui.application.routing.queue.RequestQueue;
import dev.chasqui.application.routing.sharing.SharedCounts;
import dev.chasqui.application.routing.stuck.StuckModels;
import dev.chasqui.application.routing.zones.HeldSessions;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The states of all backends and models. They live as long as the process, so that a reload neither
 * forgives a failing backend nor forgets an open call. Safe for use by several threads.
 */
public final class Standings {
    private final LongSupplier nanos;
    private final Predicate<Backend> drained;
    private final Map<BackendKey, Standing> backends = new ConcurrentHashMap<>();
    private final Map<String, ModelLoad> models = new ConcurrentHashMap<>();
    private final RetryBudget retries = new RetryBudget();
    private final HedgeCounts hedges = new HedgeCounts();
    private final SharedCounts shared = new SharedCounts();
    private final RequestQueue queue;
    private final StuckModels stuck;
    private final MovedModels moved = new MovedModels();
    private final WarmBackends warm;
    private final HeldSessions held;

    public Standings() {
        this(System::nanoTime);
    }

    /**
     * @param drained returns true for a backend that gets no new requests, since an administrator
     *     has drained it
     */
    public Standings(Predicate<Backend> drained) {
        this(System::nanoTime, drained);
    }

    /**
     * @param nanos the clock, as {@link System#nanoTime()}
     */
    public Standings(LongSupplier nanos) {
        this(nanos, _ -> false);
    }

    private Standings(LongSupplier nanos, Predicate<Backend> drained) {
        this.nanos = nanos;
        queue = new RequestQueue(nanos);
        stuck = new StuckModels(nanos);
        warm = new WarmBackends(nanos::getAsLong);
        held = new HeldSessions(nanos);
        this.drained = drained;
    }

    long now() {
        return nanos.getAsLong();
    }

    /**
     * Returns the standing of a backend.
     *
     * @param now the present time, at which a new one begins
     */
    Standing of(Backend backend, long now) {
        BackendKey key = BackendKey.of(backend);
        Standing known = backends.get(key);
        return known != null
                ? known
                : backends.computeIfAbsent(key, one -> new Standing(one.name(), queue, now));
    }

    /** Returns what is known of a backend. */
    BackendFacts facts(Backend backend, BackendRule rule, long now) {
        return of(backend, now).facts(backend, rule, isDrained(backend), now);
    }

    boolean isDrained(Backend backend) {
        return drained.test(backend);
    }

    /**
     * Returns the load of a model.
     *
     * @param name a name that backends or the config know, with its tag
     */
    ModelLoad ofModel(String name) {
        return models.computeIfAbsent(name, _ -> new ModelLoad(queue));
    }

    /** Returns the sessions whose requests stay in this network. */
    HeldSessions held() {
        return held;
    }

    /** Returns the backends that have answered conversations. */
    WarmBackends warm() {
        return warm;
    }

    RetryBudget retries() {
        return retries;
    }

    /** Returns the counts of the requests that were sent to two backends. */
    public HedgeCounts hedges() {
        return hedges;
    }

    /** Returns the counts of equal requests that share an answer. */
    public SharedCounts shared() {
        return shared;
    }

    /**
     * Has the requests that wait for places look at the backends anew: the rules, or the drained
     * backends, are others now.
     */
    public void lookAgain() {
        queue.lookAgain();
    }

    /** Returns the queue of the requests that wait for places. */
    public RequestQueue queue() {
        return queue;
    }

    /** Returns the models that administrators have moved. */
    public MovedModels moved() {
        return moved;
    }

    /** Returns the models that clients may have made stuck. */
    public StuckModels stuck() {
        return stuck;
    }

    /**
     * Forgets the backends that are none of these, and all models, as far as they have no open
     * calls.
     */
    public void keep(Collection<Backend> some) {
        Set<BackendKey> kept = some.stream().map(BackendKey::of).collect(Collectors.toSet());
        backends.entrySet()
                .removeIf(one -> !kept.contains(one.getKey()) && one.getValue().calls().retire());
        stuck.keep(some);
        moved.keep(some);
        models.values().removeIf(load -> load.calls().retire());
    }
}
