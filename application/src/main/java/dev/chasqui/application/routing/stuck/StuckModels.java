package dev.chasqui.application.routing.stuck;

import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.LoadAbility;
import dev.chasqui.domain.binding.Durations;
import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.KeepAlive;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The models of Ollamas that may be stuck. One that a client has left before the end, and that then
 * lets others wait for a while without any event, is unloaded, if it is in memory and nobody
 * receives events from it; at most once a minute. A thread waits for that as long as a model is
 * suspected. Safe for use by several threads.
 */
public final class StuckModels implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StuckModels.class.getName());

    /** The type of the servers that get stuck. */
    private static final String OLLAMA = "ollama";

    private static final String LATEST = ":latest";

    /** The longest time for unloading a model. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final LongSupplier nanos;
    private final Map<Model, Silence> silences = new HashMap<>();
    private final Set<Model> looked = new HashSet<>();
    private final Map<Server, Freed> freed = new HashMap<>();
    private volatile Duration after = Duration.ZERO;
    private boolean closed;

    private record Server(String name, String address) {
        static Server of(Backend backend) {
            return new Server(backend.name(), backend.address());
        }
    }

    private record Model(Server server, String name) {}

    private record Freed(String model, long at, int times) {}

    /**
     * Makes an object that frees nothing until {@link #change} says after what time.
     *
     * @param nanos the clock, as {@link System#nanoTime()}
     */
    public StuckModels(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Changes the time without an event after which a model is freed; zero frees none. */
    public synchronized void change(Duration next) {
        after = next;
        notifyAll();
    }

    /** Returns the call of a model that is about to be made. */
    public ModelCall call(Backend backend, String model) {
        return after.isZero() || backend.type().filter(OLLAMA::equals).isEmpty()
                ? ModelCall.UNNOTED
                : new NotedCall(backend, new Model(Server.of(backend), model));
    }

    /** Returns the model of a backend that was freed last; empty if none was. */
    public synchronized Optional<FreedModel> freed(Backend backend) {
        return Optional.ofNullable(freed.get(Server.of(backend)))
                .map(
                        one ->
                                new FreedModel(
                                        one.model,
                                        Duration.ofNanos(nanos.getAsLong() - one.at),
                                        one.times));
    }

    /** Forgets the backends that are none of these, as far as they have no open calls. */
    public synchronized void keep(Collection<Backend> some) {
        Set<Server> kept = some.stream().map(Server::of).collect(Collectors.toSet());
        freed.keySet().retainAll(kept);
        long now = nanos.getAsLong();
        silences.entrySet()
                .removeIf(
                        one -> {
                            if (!kept.contains(one.getKey().server)) {
                                one.getValue().forget(now);
                            }
                            return one.getValue().isOver(now);
                        });
    }

    private enum Phase {
        NEW,
        WAITING,
        RECEIVING,
        OVER
    }

    private final class NotedCall implements ModelCall {
        private final Backend backend;
        private final Model model;
        private Phase phase = Phase.NEW;

        NotedCall(Backend backend, Model model) {
            this.backend = backend;
            this.model = model;
        }

        @Override
        public void sent() {
            synchronized (StuckModels.this) {
                if (phase == Phase.NEW) {
                    phase = Phase.WAITING;
                    silences.computeIfAbsent(model, _ -> new Silence()).sent(nanos.getAsLong());
                    watch(backend, model);
                }
            }
        }

        @Override
        public void begun() {
            synchronized (StuckModels.this) {
                Silence silence = silences.get(model);
                if (phase == Phase.WAITING && silence != null) {
                    phase = Phase.RECEIVING;
                    silence.begun(nanos.getAsLong());
                }
            }
        }

        @Override
        public void ended(boolean left) {
            synchronized (StuckModels.this) {
                Silence silence = silences.get(model);
                if ((phase == Phase.WAITING || phase == Phase.RECEIVING) && silence != null) {
                    long now = nanos.getAsLong();
                    silence.ended(phase == Phase.RECEIVING, left, now);
                    if (silence.isOver(now)) {
                        silences.remove(model);
                    }
                    watch(backend, model);
                }
                phase = Phase.OVER;
            }
        }
    }

    /** Has a suspected model looked at, by a thread that ends when it is suspected no more. */
    private void watch(Backend backend, Model model) {
        Silence silence = silences.get(model);
        if (silence != null && silence.isSuspected() && !closed && looked.add(model)) {
            Thread.ofVirtual().name("stuck-model").start(() -> run(backend, model));
        }
        notifyAll();
    }

    private void run(Backend backend, Model model) {
        boolean ended = false;
        try {
            while (awaitStuck(model)) {
                look(backend, model);
            }
            ended = true;
        } catch (InterruptedException e) {
            // Nobody interrupts it but the end of the process.
        } finally {
            // At a usual end another thread may look at the model by now.
            if (!ended) {
                synchronized (this) {
                    looked.remove(model);
                }
            }
        }
    }

    /** Waits until a model counts as stuck. Returns false if it is suspected no more. */
    private synchronized boolean awaitStuck(Model model) throws InterruptedException {
        while (!closed) {
            Silence silence = silences.get(model);
            if (silence == null || !silence.isSuspected()) {
                break;
            }
            long due = dueIn(silence);
            if (due == 0) {
                return true;
            }
            wait(due == Silence.NEVER ? 0 : Math.ceilDiv(due, 1_000_000));
        }
        // Here rather than later: a client that leaves from now on begins another thread.
        looked.remove(model);
        return false;
    }

    private long dueIn(Silence silence) {
        return after.isZero() ? Silence.NEVER : silence.dueIn(after, nanos.getAsLong());
    }

    private void look(Backend backend, Model model) {
        boolean inMemory = isInMemory(backend, model.name);
        if (mayFree(model, inMemory)) {
            free(backend, model);
        }
    }

    private static boolean isInMemory(Backend backend, String model) {
        try {
            return loading(backend).loaded().stream()
                    .anyMatch(one -> plain(one.id()).equals(plain(model)));
        } catch (FailureException e) {
            return false;
        }
    }

    private static LoadAbility loading(Backend backend) {
        return backend.ability(LoadAbility.class)
                .orElseThrow(() -> new IllegalStateException("an Ollama that loads no models"));
    }

    private static String plain(String model) {
        return model.endsWith(LATEST)
                ? model.substring(0, model.length() - LATEST.length())
                : model;
    }

    /** Returns true if a model is still stuck, and notes then that it is freed. */
    private synchronized boolean mayFree(Model model, boolean inMemory) {
        Silence silence = silences.get(model);
        if (closed || silence == null || dueIn(silence) > 0) {
            return false;
        }
        long now = nanos.getAsLong();
        if (inMemory) {
            silence.free(now);
        } else {
            silence.beginAnew(now);
        }
        return inMemory;
    }

    private void free(Backend backend, Model model) {
        String what = "the model " + model.name + " of the backend " + backend.name();
        try {
            unload(backend, model.name);
        } catch (FailureException e) {
            LOG.log(
                    Level.WARNING,
                    what + " is stuck and cannot be unloaded: " + e.failure().message());
            return;
        }
        synchronized (this) {
            long now = nanos.getAsLong();
            freed.merge(
                    model.server,
                    new Freed(model.name, now, 1),
                    (before, _) -> new Freed(model.name, now, before.times + 1));
        }
        LOG.log(
                Level.WARNING,
                what
                        + " sent nothing for "
                        + Durations.text(after)
                        + " after a client had left it, so it was unloaded");
    }

    private static void unload(Backend backend, String model) {
        Cancellation late = new Cancellation();
        CompletableFuture.delayedExecutor(
                        LONGEST.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(late::cancel);
        loading(backend)
                .load(
                        new LoadRequest(model, KeepAlive.NOT_AT_ALL, Optional.empty()),
                        Asker.NOBODY,
                        late);
    }

    /** Ends the watch. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
