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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Leases of models that are loaded when they are asked for.
 *
 * <p>One loop, on a virtual thread, owns the {@link Scheduler}: it is told everything that happens,
 * one thing after another, and does what the scheduler then wants done. Nobody else touches that
 * state, so there is no lock, and no read that a change could overtake. Safe for use by several
 * threads.
 */
public final class Pool implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Pool.class.getName());

    /** Whoever tells something waits while so much of it has not been looked at. */
    private static final int MOST_UNSEEN = 10_000;

    /** The loop never does anything that takes long. */
    private static final Duration ANSWER_TIME = Duration.ofSeconds(5);

    private static final Failure STOPPING =
            new Failure.Overloaded("the server is stopping", Duration.ofSeconds(2));

    private final InstantSource clock;
    private final ModelServers servers;

    /** Its models, by their names with a tag. */
    private final Map<String, String> names = new LinkedHashMap<>();

    private final Scheduler scheduler;
    private final BlockingQueue<Consumer<Instant>> events = new LinkedBlockingQueue<>(MOST_UNSEEN);
    private final AtomicLong tickets = new AtomicLong();
    private final Thread loop;

    /** Of the loop alone: who waits, by the number of his ticket. */
    private final Map<Long, Waiter> waiting = new HashMap<>();

    /** Changed by the loop alone: the servers that are ready, by model. */
    private final Map<String, ServerRun> ready = new ConcurrentHashMap<>();

    private final Alarm alarm = new Alarm(this::tell);

    private volatile boolean closed;

    /** Whether the loop takes no more notice of anything. */
    private volatile boolean ended;

    /** A pool in which nothing is loaded; {@code servers} is closed with it. */
    public Pool(PoolLimits limits, Collection<PooledModel> models, ModelServers servers) {
        this(limits, models, servers, new SteadyClock());
    }

    Pool(
            PoolLimits limits,
            Collection<PooledModel> models,
            ModelServers servers,
            InstantSource clock) {
        this.clock = clock;
        this.servers = servers;
        this.scheduler = new Scheduler(limits, models);
        models.forEach(model -> names.put(ModelName.withTag(model.name()), model.name()));
        this.loop = Thread.ofVirtual().name("pool").start(this::run);
    }

    /**
     * Waits until the model is loaded and there is a lease of it.
     *
     * @param caller who asks: leases are shared fairly between callers
     * @param progress is told how far the loading is
     * @throws FailureException with {@code UnknownModel}, {@code BackendFailed} if it cannot be
     *     loaded, {@code Overloaded} if too many wait or it takes too long, {@code Cancelled}
     */
    public Lease lease(
            String model, String caller, Cancellation cancellation, Consumer<String> progress) {
        String name = requireKnown(model);
        CompletableFuture<Lease> lease = new CompletableFuture<>();
        Ticket ticket = new Ticket(tickets.incrementAndGet(), name, caller, clock.instant());
        tell(now -> want(new Waiter(ticket, lease, progress), now));
        if (ended) {
            lease.completeExceptionally(new FailureException(STOPPING));
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
            waiter.lease().completeExceptionally(new FailureException(STOPPING));
        } else if (!waiter.lease().isDone()) {
            waiting.put(waiter.ticket().id(), waiter);
            scheduler.want(waiter.ticket(), now);
        }
    }

    /** A lease that was granted meanwhile is given back by the loop. */
    private void giveUp(Ticket ticket, CompletableFuture<Lease> lease) {
        lease.completeExceptionally(new FailureException(new Failure.Cancelled()));
        tell(
                now -> {
                    waiting.remove(ticket.id());
                    scheduler.cancel(ticket.id(), now);
                });
    }

    void released(Ticket ticket, long run, KeepAlive keep) {
        tell(now -> scheduler.released(ticket, run, keep, now));
    }

    /**
     * A model leaves as soon as nobody uses it, unless it is pinned. Who asks for it meanwhile
     * waits until it is loaded anew.
     *
     * @throws FailureException with {@code UnknownModel}
     */
    public void unload(String model) {
        String name = requireKnown(model);
        tell(now -> scheduler.unload(name, now));
    }

    /**
     * A model stays from now on, or need not any more.
     *
     * @throws FailureException with {@code UnknownModel}
     */
    public void pin(String model, boolean pinned) {
        String name = requireKnown(model);
        tell(now -> scheduler.pin(name, pinned, now));
    }

    /**
     * What each model is doing, in the order in which they were named.
     *
     * @throws FailureException with {@code Overloaded} if the pool stops, or does not answer in
     *     time
     */
    public List<ModelState> states() {
        return ask(scheduler::states);
    }

    /** What the loop answers. */
    private <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        tell(_ -> answer.complete(question.get()));
        try {
            return answer.get(ANSWER_TIME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new FailureException(STOPPING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled());
        }
    }

    /** How many times the loop will be woken if nothing happens; for tests. */
    int wakings() {
        return ask(alarm::pending);
    }

    /**
     * What one model is doing.
     *
     * @throws FailureException with {@code UnknownModel}; and as {@link #states()} says
     */
    public ModelState state(String model) {
        String name = requireKnown(model);
        return ask(() -> scheduler.state(name));
    }

    /** Whether the pool may load a model of this name. */
    boolean knows(String model) {
        return names.containsKey(ModelName.withTag(model));
    }

    /** The name of a model as config has it, which may lack the tag that it is asked for with. */
    private String requireKnown(String model) {
        String name = names.get(ModelName.withTag(model));
        if (name == null) {
            throw new FailureException(
                    new Failure.UnknownModel(model, List.copyOf(names.values())));
        }
        return name;
    }

    /** The server of a model, if it is ready; without a lease it may go at any time. */
    Optional<Backend> ready(String model) {
        return Optional.ofNullable(ready.get(model)).map(ServerRun::server);
    }

    private void tell(Consumer<Instant> event) {
        try {
            while (!events.offer(event, 1, TimeUnit.SECONDS)) {
                if (ended) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // What has happened must be known: a lease that is not given back is lost.
            Thread.startVirtualThread(() -> tell(event));
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed || !waiting.isEmpty()) {
                see(events.take());
            }
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.ERROR, "somebody has interrupted the pool");
        } finally {
            closed = true;
            ended = true;
            for (var late = events.poll(); late != null; late = events.poll()) {
                see(late);
            }
            refuseAll();
        }
    }

    private void see(Consumer<Instant> event) {
        Instant now = clock.instant();
        try {
            event.accept(now);
            for (var actions = scheduler.takeActions();
                    !actions.isEmpty();
                    actions = scheduler.takeActions()) {
                actions.forEach(action -> attempt(action, now));
            }
            scheduler.wakeAt(now).ifPresent(time -> alarm.by(time, now, scheduler::wake));
        } catch (RuntimeException | Error e) {
            // Whatever it was must not end the pool.
            LOG.log(System.Logger.Level.ERROR, "the pool stumbled", e);
        }
    }

    /** One that fails takes none of the others along; who waits for its model is told. */
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
            // Who wanted it has left a moment ago.
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
            tell(
                    _ ->
                            waiting.values().stream()
                                    .filter(waiter -> waiter.ticket().model().equals(model))
                                    .forEach(waiter -> waiter.tell(text)));
        }

        @Override
        public void prepared(Footprint estimate) {
            tell(now -> scheduler.prepared(model, estimate, now));
        }

        @Override
        public void loaded(Backend server, Observed seen) {
            tell(
                    now -> {
                        ready.put(model, new ServerRun(server, new CompletableFuture<>()));
                        scheduler.loaded(model, seen, now);
                    });
        }

        @Override
        public void observed(Observed seen) {
            tell(now -> scheduler.observed(model, seen, now));
        }

        @Override
        public void failed(LoadFailure why) {
            tell(now -> scheduler.failed(model, why, now));
        }

        @Override
        public void exited() {
            tell(
                    now -> {
                        ServerRun over = ready.remove(model);
                        scheduler.exited(model, now);
                        if (over != null) {
                            over.ended().complete(null);
                        }
                    });
        }
    }

    /** The loop's alone: who waits will get nothing. */
    private void refuseAll() {
        waiting.values()
                .forEach(
                        waiter ->
                                waiter.lease()
                                        .completeExceptionally(new FailureException(STOPPING)));
        waiting.clear();
    }

    /** Refuses all who wait, and ends all servers. */
    @Override
    public void close() {
        closed = true;
        tell(_ -> refuseAll());
        try {
            var _ = loop.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        servers.close();
    }
}
