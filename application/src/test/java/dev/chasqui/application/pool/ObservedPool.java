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

/** The state of a pool as anybody can reckon it from what its scheduler is told and wants done. */
final class ObservedPool {
    private static final Duration USUAL_LOAD = Duration.ofSeconds(1);

    final Map<String, PooledModel> models = new LinkedHashMap<>();

    /** Those that wait, in the order in which they came. */
    final Map<Long, Waiting> waiting = new LinkedHashMap<>();

    /** The models' processes, by name. */
    final Map<String, Run> processes = new LinkedHashMap<>();

    final Set<String> prepared = new HashSet<>();
    final Set<String> pinned = new HashSet<>();

    /** Models that failed or crashed since they were ready last, and may have to rest. */
    final Set<String> troubled = new HashSet<>();

    /** Models that are to be loaded anew after there was too little memory. */
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

    /** Those that serve or will. */
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

    /** How long it took to load it last. */
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
     * It could not be prepared or loaded.
     *
     * @param again whether it is tried once more
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
