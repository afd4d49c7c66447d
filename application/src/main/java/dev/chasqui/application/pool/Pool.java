package dev.chasqui.application.pool;

import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.application.port.ModelServers;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.KeepAlive;
import dev.chasqui.domain.model.ModelName;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.Observed;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
 * Leases of models that are loaded when they are asked for.
 *
 * <p>One loop, on a virtual thread, owns the {@link Scheduler}: it is told everything that happens,
 * one thing after another, and does what the scheduler then wants done. No other thread touches
 * that state, so there is no lock, and no read that a change could overtake. Safe for use by
 * several threads.
 */
public final class Pool implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Pool.class.getName());

    private final ModelServers servers;

    /** Changed by the loop alone: its models, by their names with a tag. */
    private volatile Map<String, String> names;

    private final Scheduler scheduler;
    private final AtomicLong tickets = new AtomicLong();
    private final PoolLoop loop;

    /** Used by the loop alone: the callers that wait, by the number of their ticket. */
    private final Map<Long, Waiter> waiting = new HashMap<>();

    /** Changed by the loop alone: the servers that are ready, by model. */
    private final Map<String, ServerRun> ready = new ConcurrentHashMap<>();

    private final Alarm alarm;

    private volatile boolean closed;

    /** A pool in which nothing is loaded; {@code servers} is closed with it. */
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
        this.names = names(models);
        this.loop = new PoolLoop(clock, new Owner());
        this.alarm = new Alarm(loop::tell);
        loop.start();
    }

    private static Map<String, String> names(Collection<PooledModel> models) {
        Map<String, String> names = new LinkedHashMap<>();
        models.forEach(model -> names.put(ModelName.withTag(model.name()), model.name()));
        return names;
    }

    /**
     * Waits until the model is loaded and there is a lease of it.
     *
     * @param caller the name of the caller: leases are shared fairly between callers
     * @param progress is told how far the loading is
     * @throws FailureException with {@code UnknownModel}, {@code BackendFailed} if it cannot be
     *     loaded, {@code Overloaded} if too many wait or it takes too long, {@code Cancelled}
     */
    public Lease lease(
            String model, String caller, Cancellation cancellation, Consumer<String> progress) {
        String name = requireKnown(model);
        CompletableFuture<Lease> lease = new CompletableFuture<>();
        Ticket ticket = new Ticket(tickets.incrementAndGet(), name, caller, loop.now());
        loop.tell(now -> want(new Waiter(ticket, lease, progress), now));
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
                // It was granted in the same moment.
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

    /** A lease that was granted meanwhile is given back by the loop. */
    private void giveUp(Ticket ticket, CompletableFuture<Lease> lease) {
        lease.completeExceptionally(new FailureException(new Failure.Cancelled()));
        loop.tell(
                now -> {
                    waiting.remove(ticket.id());
                    scheduler.cancel(ticket.id(), now);
                });
    }

    void released(Ticket ticket, long run, KeepAlive keep) {
        loop.tell(now -> scheduler.released(ticket, run, keep, now));
    }

    /**
     * Gives the pool other models and other limits, as one event of its loop; waits for that, but
     * for none of what follows from it. A model whose recipe is the one that it had keeps its
     * server, and how it was pinned, used and has failed. One that was removed, or has another
     * recipe now, serves its leases to their end and then goes; a caller that waits for it is
     * refused, or gets it by the new recipe. Fewer places, or less memory, end no lease either.
     *
     * @param servers tells the servers of models what the new recipes are: the loop runs it just
     *     before nothing else can be prepared but by them; it does not wait for anything
     * @return what has changed
     * @throws IllegalArgumentException if a model is named twice; nothing has changed then, but
     *     that {@code servers} was run
     * @throws FailureException with {@code Overloaded} if the pool stops, or does not answer in
     *     time
     */
    public PoolChange change(PoolLimits limits, Collection<PooledModel> models, Runnable servers) {
        List<PooledModel> to = List.copyOf(models);
        return loop.ask(
                now -> {
                    servers.run();
                    PoolChange change = scheduler.change(limits, to, now);
                    names = names(to);
                    return change;
                });
    }

    /**
     * A model leaves as soon as it has no lease, unless it is pinned. A caller that asks for it
     * meanwhile waits until it is loaded anew.
     *
     * @throws FailureException with {@code UnknownModel}
     */
    public void unload(String model) {
        String name = requireKnown(model);
        loop.tell(now -> scheduler.unload(name, now));
    }

    /**
     * A model stays from now on, or need not any more.
     *
     * @throws FailureException with {@code UnknownModel}
     */
    public void pin(String model, boolean pinned) {
        String name = requireKnown(model);
        loop.tell(now -> scheduler.pin(name, pinned, now));
    }

    /**
     * What each model is doing, in the order in which they were named.
     *
     * @throws FailureException with {@code Overloaded} if the pool stops, or does not answer in
     *     time
     */
    public List<ModelState> states() {
        return loop.ask(_ -> scheduler.states());
    }

    /** How many times the loop will be woken if nothing happens; for tests. */
    int wakings() {
        return loop.ask(_ -> alarm.pending());
    }

    /**
     * What one model is doing.
     *
     * @throws FailureException with {@code UnknownModel}; and as {@link #states()} says
     */
    public ModelState state(String model) {
        return loop.ask(_ -> scheduler.state(requireKnown(model)));
    }

    /** Whether the pool may load a model of this name. */
    boolean knows(String model) {
        return names.containsKey(ModelName.withTag(model));
    }

    /** The name of a model as config has it, which may lack the tag that it is asked for with. */
    private String requireKnown(String model) {
        Map<String, String> known = names;
        String name = known.get(ModelName.withTag(model));
        if (name == null) {
            throw new FailureException(
                    new Failure.UnknownModel(model, List.copyOf(known.values())));
        }
        return name;
    }

    /** The server of a model, if it is ready; without a lease it may go at any time. */
    Optional<Backend> ready(String model) {
        return Optional.ofNullable(ready.get(model)).map(ServerRun::server);
    }

    /** What the loop does beside seeing events. */
    private final class Owner implements PoolLoop.Owner {
        @Override
        public void settle(Instant now) {
            for (var actions = scheduler.takeActions();
                    !actions.isEmpty();
                    actions = scheduler.takeActions()) {
                actions.forEach(action -> attempt(action, now));
            }
            scheduler.wakeAt(now).ifPresent(time -> alarm.by(time, now, scheduler::wake));
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

    /** One that fails takes none of the others along; callers that wait for its model are told. */
    private void attempt(PoolAction action, Instant now) {
        try {
            act(action, now);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "the pool stumbled", e);
            action.loads()
                    .ifPresent(it -> scheduler.failed(it.name(), PoolAction.UNSTARTABLE, now));
        }
    }

    private void act(PoolAction action, Instant now) {
        switch (action) {
            case PoolAction.Prepare(PooledModel model) ->
                    servers.prepare(model.name(), new Watch(model.name()));
            case PoolAction.Abandon(String model) -> servers.abandon(model);
            case PoolAction.Start(PooledModel model) ->
                    servers.start(model.name(), new Watch(model.name()));
            case PoolAction.Stop(String model) -> servers.stop(model);
            case PoolAction.Observe(String model) -> servers.observe(model);
            case PoolAction.Report(boolean amiss, String text) ->
                    LOG.log(amiss ? System.Logger.Level.WARNING : System.Logger.Level.INFO, text);
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
            // The caller has left a moment ago.
            scheduler.released(ticket, run, KeepAlive.AS_BEFORE, now);
        }
    }

    private Lease lease(Ticket ticket, long run) {
        return new Lease(this, ticket, run, Objects.requireNonNull(ready.get(ticket.model())));
    }

    /** What becomes of one run of a model's server. */
    private final class Watch implements ModelServers.Watcher {
        private final String model;

        private Watch(String model) {
            this.model = model;
        }

        @Override
        public void progress(String text) {
            loop.tell(
                    _ ->
                            waiting.values().stream()
                                    .filter(waiter -> waiter.ticket().model().equals(model))
                                    .forEach(waiter -> waiter.tell(text)));
        }

        @Override
        public void prepared(Footprint estimate) {
            loop.tell(now -> scheduler.prepared(model, estimate, now));
        }

        @Override
        public void loaded(Backend server, Observed seen) {
            loop.tell(
                    now -> {
                        ready.put(model, new ServerRun(server, new CompletableFuture<>()));
                        scheduler.loaded(model, seen, now);
                    });
        }

        @Override
        public void observed(Observed seen) {
            loop.tell(now -> scheduler.observed(model, seen, now));
        }

        @Override
        public void failed(LoadFailure why) {
            loop.tell(now -> scheduler.failed(model, why, now));
        }

        @Override
        public void exited() {
            loop.tell(
                    now -> {
                        ServerRun over = ready.remove(model);
                        scheduler.exited(model, now);
                        if (over != null) {
                            over.ended().complete(null);
                        }
                    });
        }
    }

    /** Called by the loop alone: callers that wait get nothing. */
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
        loop.tell(_ -> refuseAll());
        loop.join(Duration.ofSeconds(10));
        servers.close();
    }
}
