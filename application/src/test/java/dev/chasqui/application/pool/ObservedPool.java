package dev.chasqui.application.pool;

import dev.chasqui.domain.model.KeepAlive;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The state of a pool, computed from the scheduler's events and actions alone. */
final class ObservedPool {
    private static final Duration USUAL_LOAD = Duration.ofSeconds(1);

    final Map<String, PooledModel> models = new LinkedHashMap<>();

    /** The tickets that wait, in the order in which they came. */
    final Map<Long, Waiting> waiting = new LinkedHashMap<>();

    /** The models' processes, by name. */
    final Map<String, Run> processes = new LinkedHashMap<>();

    final Set<String> prepared = new HashSet<>();
    final Set<String> pinned = new HashSet<>();

    /** The models that failed or crashed since they were last ready, and may have to rest. */
    final Set<String> troubled = new HashSet<>();

    /** The models that are to be loaded once more after memory was too scarce. */
    final Set<String> secondTry = new HashSet<>();

    final Map<String, Instant> failedAt = new HashMap<>();
    private final Map<String, Duration> loads = new HashMap<>();

    ObservedPool(Collection<PooledModel> models) {
        for (PooledModel model : models) {
            this.models.put(model.name(), model);
            if (model.pinned()) {
                pinned.add(model.name());
            }
        }
    }

    /** A ticket without an answer, and the callers that were served since its caller was. */
    static final class Waiting {
        final Ticket ticket;
        final Set<String> overtakenBy = new HashSet<>();

        Waiting(Ticket ticket) {
            this.ticket = ticket;
        }
    }

    /** One process of a model. */
    static final class Run {
        final PooledModel model;
        final Instant started;
        @Nullable Instant readySince;
        Instant lastUsed;
        Optional<Duration> ttl;
        boolean leaving;
        boolean stopping;
        int leases;
        long run;

        Run(PooledModel model, Instant started) {
            this.model = model;
            this.started = started;
            this.lastUsed = started;
            this.ttl = model.ttl();
        }

        boolean ready() {
            return readySince != null && !stopping;
        }

        boolean idle() {
            return ready() && leases == 0;
        }

        Instant readySince() {
            return Objects.requireNonNull(readySince);
        }
    }

    PooledModel model(String name) {
        return Objects.requireNonNull(models.get(name));
    }

    Run process(String name) {
        return Objects.requireNonNull(processes.get(name));
    }

    /** Returns the processes that serve, or will serve. */
    Stream<Run> staying() {
        return processes.values().stream().filter(one -> !one.stopping);
    }

    boolean stays(String name) {
        return staying().anyMatch(one -> one.model.name().equals(name));
    }

    Stream<Ticket> waitingFor(String name) {
        return waiting.values().stream()
                .map(one -> one.ticket)
                .filter(ticket -> ticket.model().equals(name));
    }

    boolean isWaitedFor(String name) {
        return waitingFor(name).findAny().isPresent();
    }

    /** Returns the time that it took to load a model the last time. */
    Duration load(String name) {
        return loads.getOrDefault(name, USUAL_LOAD);
    }

    void loaded(String name, Instant now) {
        Run process = process(name);
        loads.put(name, Duration.between(process.started, now));
        process.readySince = now;
        process.lastUsed = now;
        troubled.remove(name);
        secondTry.remove(name);
        failedAt.remove(name);
    }

    /**
     * Notes that a model could not be prepared or loaded.
     *
     * @param again true if it is tried once more
     */
    void failed(String name, boolean again, Instant now) {
        processes.remove(name);
        prepared.remove(name);
        troubled.add(name);
        failedAt.put(name, now);
        if (again) {
            secondTry.add(name);
        } else {
            secondTry.remove(name);
        }
    }

    void exited(String name) {
        if (process(name).ready()) {
            troubled.add(name);
        }
        processes.remove(name);
    }

    void granted(Ticket ticket, long run, Instant now) {
        waiting.remove(ticket.id());
        Run process = process(ticket.model());
        process.run = run;
        process.leases++;
        process.lastUsed = now;
    }

    void released(String name, long run, KeepAlive keep, Instant now) {
        Run process = processes.get(name);
        if (process == null || process.run != run || process.leases == 0) {
            return;
        }
        process.leases--;
        process.lastUsed = now;
        switch (keep) {
            case KeepAlive.AsBefore _ -> {}
            case KeepAlive.For(Duration time) -> process.ttl = Optional.of(time);
            case KeepAlive.Forever _ -> process.ttl = Optional.empty();
        }
    }

    void unload(String name) {
        Run process = processes.get(name);
        if (process == null || pinned.contains(name)) {
            return;
        }
        if (process.readySince == null) {
            process.ttl = Optional.of(Duration.ZERO);
        }
        process.leaving = process.ready();
    }

    void pin(String name, boolean value) {
        if (value) {
            pinned.add(name);
            Run process = processes.get(name);
            if (process != null) {
                process.leaving = false;
            }
        } else {
            pinned.remove(name);
        }
    }
}
