package dev.chasqui.application.pool;

import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.application.port.ModelServers;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.KeepAlive;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The pool: leases of models that are loaded when they are requested.
 *
 * <p>One loop, on a virtual thread, owns the {@link Scheduler}: it gives it all events, one after
 * another, and carries out the actions that the scheduler returns. No other thread touches that
 * state, so there is no lock, and no read that a change could overtake. Safe for use by several
 * threads.
 */
public final class Pool implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Pool.class.getName());

    private final ModelServers servers;

    /** The names of the models. Changed by the loop alone. */
    private volatile PooledNames names;

    /** The present limits. Changed by the loop alone. */
    private volatile PoolLimits limits;

    private final Scheduler scheduler;
    private final AtomicLong tickets = new AtomicLong();
    private final PoolLoop loop;

    /** The callers that wait, by the number of their ticket. Used by the loop alone. */
    private final Map<Long, Waiter> waiting = new HashMap<>();

    /** The servers that are ready, by model. Changed by the loop alone. */
    private final Map<String, ServerRun> ready = new ConcurrentHashMap<>();

    private final LoopTimer timer;

    private volatile boolean closed;

    /** Makes a pool without loaded models; closing it closes {@code servers}. */
    public Pool(PoolLimits limits, Collection<PooledModel> models, ModelServers servers) {
        this(limits, models, servers, new SteadyClock());
    }

    Pool(
            PoolLimits limits,
            Collection<PooledModel> models,
            ModelServers servers,
            InstantSource clock) {
        this.servers = servers;
        this.scheduler = new Scheduler(limits, models);
        this.names = PooledNames.of(models);
        this.limits = limits;
        this.loop = new PoolLoop(clock, new Owner());
        this.timer = new LoopTimer(loop::post);
        loop.start();
    }

    /**
     * Waits until the model is loaded and a lease is free, and returns the lease.
     *
     * @param caller the name of the caller: leases are shared fairly between callers
     * @param progress the receiver of the progress of loading
     * @throws FailureException with {@code UnknownModel} if the pool has no such model; with {@code
     *     BackendFailed} if it cannot be loaded; with {@code BackendRefused} if it is removed
     *     meanwhile; with {@code Overloaded} if too many requests wait, it takes too long or the
     *     pool stops; with {@code Cancelled} if the caller leaves
     */
    public Lease lease(
            String model, String caller, Cancellation cancellation, Consumer<String> progress) {
        return lease(model, new Asker(caller, List.of(), progress), cancellation);
    }

    /** Waits for a lease as the other method does; a higher priority of the caller comes first. */
    Lease lease(String model, Asker asker, Cancellation cancellation) {
        String name = names.require(model);
        CompletableFuture<Lease> lease = new CompletableFuture<>();
        Ticket ticket =
                new Ticket(
                        tickets.incrementAndGet(),
                        name,
                        asker.caller(),
                        loop.now(),
                        asker.priority());
        loop.post(now -> want(new Waiter(ticket, lease, asker.progress()), now));
        if (loop.ended()) {
            lease.completeExceptionally(new FailureException(PoolLoop.STOPPING));
        }
        try (var _ = cancellation.onCancel(() -> giveUp(ticket, lease))) {
            return lease.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof FailureException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            giveUp(ticket, lease);
            if (!lease.isCompletedExceptionally()) {
                // The lease was granted at the same moment.
                lease.resultNow().close();
            }
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled());
        }
    }

    private void want(Waiter waiter, Instant now) {
        if (closed) {
            waiter.lease().completeExceptionally(new FailureException(PoolLoop.STOPPING));
        } else if (!waiter.lease().isDone()) {
            waiting.put(waiter.ticket().id(), waiter);
            scheduler.want(waiter.ticket(), now);
        }
    }

    /** Gives up waiting; the loop takes back a lease that was granted meanwhile. */
    private void giveUp(Ticket ticket, CompletableFuture<Lease> lease) {
        lease.completeExceptionally(new FailureException(new Failure.Cancelled()));
        loop.post(
                now -> {
                    waiting.remove(ticket.id());
                    scheduler.cancel(ticket.id(), now);
                });
    }

    void released(Ticket ticket, long run, KeepAlive keep) {
        loop.post(now -> scheduler.released(ticket, run, keep, now));
    }

    /**
     * Gives the pool other models and other limits, as one event of its loop. Waits for that event,
     * but not for its consequences. A model with an unchanged recipe keeps its server, its pin, its
     * last use and its failures. A model that was removed, or has another recipe now, keeps its
     * leases until they are over and then leaves; a caller that waits for it is refused if it was
     * removed, and gets it by the new recipe otherwise. Fewer places, or less memory, end no lease
     * either.
     *
     * @param servers gives the new recipes to the servers of models. The loop runs it just before
     *     the change, so that everything after it is prepared by the new recipes; it must not wait
     * @return the difference
     * @throws IllegalArgumentException if a model is named twice; then nothing has changed,
     *     although {@code servers} was run
     * @throws FailureException with {@code Overloaded} if the pool stops, or does not answer in
     *     time
     */
    public PoolChange change(PoolLimits limits, Collection<PooledModel> models, Runnable servers) {
        List<PooledModel> to = List.copyOf(models);
        return loop.query(
                now -> {
                    servers.run();
                    PoolChange change = scheduler.change(limits, to, now);
                    names = PooledNames.of(to);
                    this.limits = limits;
                    return change;
                });
    }

    /**
     * Makes a model leave as soon as it has no lease, unless it is pinned. A caller that requests
     * it meanwhile waits until it is loaded anew.
     *
     * @throws FailureException with {@code UnknownModel} if the pool has no such model
     */
    public void unload(String model) {
        String name = names.require(model);
        loop.post(now -> scheduler.unload(name, now));
    }

    /**
     * Pins a model, so that it stays, or unpins it.
     *
     * @throws FailureException with {@code UnknownModel} if the pool has no such model
     */
    public void pin(String model, boolean pinned) {
        String name = names.require(model);
        loop.post(now -> scheduler.pin(name, pinned, now));
    }

    /**
     * Returns the state of each model, in the order of the configuration.
     *
     * @throws FailureException with {@code Overloaded} if the pool stops, or does not answer in
     *     time
     */
    public List<ModelState> states() {
        return loop.query(_ -> scheduler.states());
    }

    /** Returns the present limits. */
    public PoolLimits limits() {
        return limits;
    }

    /** Returns the number of running timers of the loop; for tests. */
    int pendingTimers() {
        return loop.query(_ -> timer.pending());
    }

    /**
     * Returns the state of one model.
     *
     * @throws FailureException with {@code UnknownModel} if the pool has no such model; with {@code
     *     Overloaded} if the pool stops, or does not answer in time
     */
    public ModelState state(String model) {
        return loop.query(_ -> scheduler.state(names.require(model)));
    }

    /** Returns true if the pool has a model of this name. */
    boolean contains(String model) {
        return names.contains(model);
    }

    /** Returns the server of a model if it is ready; without a lease it may end at any time. */
    Optional<Backend> ready(String model) {
        return Optional.ofNullable(ready.get(model)).map(ServerRun::server);
    }

    /** The pool's work after each event of the loop. */
    private final class Owner implements PoolLoop.Owner {
        @Override
        public void settle(Instant now) {
            for (var actions = scheduler.takeActions();
                    !actions.isEmpty();
                    actions = scheduler.takeActions()) {
                actions.forEach(action -> attempt(action, now));
            }
            scheduler.wakeAt(now).ifPresent(time -> timer.runBy(time, now, scheduler::wake));
        }

        @Override
        public boolean done() {
            return closed && waiting.isEmpty();
        }

        @Override
        public void end() {
            closed = true;
            refuseAll();
        }
    }

    /**
     * Carries out an action. If it fails, the others go on, and callers that wait for its model are
     * refused.
     */
    private void attempt(PoolAction action, Instant now) {
        try {
            act(action, now);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "an action of the pool failed", e);
            action.loads()
                    .ifPresent(it -> scheduler.failed(it.name(), PoolAction.UNSTARTABLE, now));
        }
    }

    private void act(PoolAction action, Instant now) {
        switch (action) {
            case PoolAction.Prepare(PooledModel model) ->
                    servers.prepare(model.name(), new RunWatcher(model.name()));
            case PoolAction.Abandon(String model) -> servers.abandon(model);
            case PoolAction.Start(PooledModel model) ->
                    servers.start(model.name(), new RunWatcher(model.name()));
            case PoolAction.Stop(String model) -> servers.stop(model);
            case PoolAction.Observe(String model) -> servers.observe(model);
            case PoolAction.Report(boolean warning, String text) ->
                    LOG.log(warning ? System.Logger.Level.WARNING : System.Logger.Level.INFO, text);
            case PoolAction.Grant(Ticket ticket, long run) -> grant(ticket, run, now);
            case PoolAction.Refuse(Ticket ticket, Failure why) -> {
                Waiter waiter = waiting.remove(ticket.id());
                if (waiter != null) {
                    waiter.lease().completeExceptionally(new FailureException(why));
                }
            }
        }
    }

    private void grant(Ticket ticket, long run, Instant now) {
        Waiter waiter = waiting.remove(ticket.id());
        if (waiter == null || !waiter.lease().complete(lease(ticket, run))) {
            // The caller has just left.
            scheduler.released(ticket, run, KeepAlive.AS_BEFORE, now);
        }
    }

    private Lease lease(Ticket ticket, long run) {
        return new Lease(this, ticket, run, Objects.requireNonNull(ready.get(ticket.model())));
    }

    /** The receiver of the events of one run of a model's server. */
    private final class RunWatcher implements ModelServers.Watcher {
        private final String model;

        private RunWatcher(String model) {
            this.model = model;
        }

        @Override
        public void progress(String text) {
            loop.post(
                    _ ->
                            waiting.values().stream()
                                    .filter(waiter -> waiter.ticket().model().equals(model))
                                    .forEach(waiter -> waiter.report(text)));
        }

        @Override
        public void prepared(Footprint estimate) {
            loop.post(now -> scheduler.prepared(model, estimate, now));
        }

        @Override
        public void loaded(Backend server, MeasuredMemory seen) {
            loop.post(
                    now -> {
                        ready.put(model, new ServerRun(server, new CompletableFuture<>()));
                        scheduler.loaded(model, seen, now);
                    });
        }

        @Override
        public void observed(MeasuredMemory seen) {
            loop.post(now -> scheduler.observed(model, seen, now));
        }

        @Override
        public void failed(LoadFailure why) {
            loop.post(now -> scheduler.failed(model, why, now));
        }

        @Override
        public void exited() {
            loop.post(
                    now -> {
                        ServerRun over = ready.remove(model);
                        scheduler.exited(model, now);
                        if (over != null) {
                            over.ended().complete(null);
                        }
                    });
        }
    }

    /** Refuses all callers that wait. Called by the loop alone. */
    private void refuseAll() {
        waiting.values()
                .forEach(
                        waiter ->
                                waiter.lease()
                                        .completeExceptionally(
                                                new FailureException(PoolLoop.STOPPING)));
        waiting.clear();
    }

    /** Refuses all callers that wait, and ends all servers. */
    @Override
    public void close() {
        closed = true;
        loop.post(_ -> refuseAll());
        loop.join(Duration.ofSeconds(10));
        servers.close();
    }
}
