package dev.chasqui.application.responses;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.chasqui.application.port.responses.ResponseRules;
import dev.chasqui.application.port.responses.ResponseStore;
import dev.chasqui.application.port.responses.Retention;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The regular work on what is kept: it notes the responses that this server works on, and ends
 * those that no server works on; on a thread of its own, since it may take long, it removes what is
 * beyond the bounds.
 */
final class ResponseUpkeep implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ResponseUpkeep.class.getName());

    private static final Duration BEAT = Duration.ofSeconds(15);

    /** The silence after which nothing works on a response any more. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private static final Duration PRUNE = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Json.Obj ERROR =
            Json.Obj.EMPTY
                    .with("code", Json.of("server_error"))
                    .with(
                            "message",
                            Json.of(
                                    "the server that worked on this response ended before it was"
                                            + " complete; send the request again"));

    private final ResponseStore store;
    private final BackgroundRuns runs;
    private final Supplier<ResponseRules> rules;
    private final BooleanSupplier begun;
    private final boolean alone;
    private final InstantSource clock;
    private final ScheduledExecutorService beats = thread("responses-upkeep");
    private final ScheduledExecutorService prunings = thread("responses-pruning");
    private boolean first = true;
    private Instant nextPrune = Instant.MIN;

    /**
     * Begins the work.
     *
     * @param begun returns true if there is a store; one that is not there yet is not made
     * @param alone true if no other server uses the store
     */
    ResponseUpkeep(
            ResponseStore store,
            BackgroundRuns runs,
            Supplier<ResponseRules> rules,
            BooleanSupplier begun,
            boolean alone,
            InstantSource clock) {
        this.store = store;
        this.runs = runs;
        this.rules = rules;
        this.begun = begun;
        this.alone = alone;
        this.clock = clock;
        schedule(beats, this::beat);
        schedule(prunings, this::prune);
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    private void schedule(ScheduledExecutorService thread, Consumer<Instant> work) {
        var _ =
                thread.scheduleWithFixedDelay(
                        () -> tryTo(work), 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tryTo(Consumer<Instant> work) {
        try {
            if (begun.getAsBoolean()) {
                work.accept(clock.instant());
            }
        } catch (FailureException e) {
            LOG.log(WARNING, "stored responses cannot be looked after now: {0}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(WARNING, "stored responses cannot be looked after now", e);
        }
    }

    private void beat(Instant now) {
        store.alive(runs.ids(), now);
        int ended = store.failAbandoned(first && alone ? now : now.minus(SILENCE), ERROR);
        first = false;
        if (ended > 0) {
            LOG.log(INFO, "{0} responses that nothing worked on any more have failed", ended);
        }
    }

    private void prune(Instant now) {
        if (!now.isBefore(nextPrune)) {
            ResponseRules present = rules.get();
            int removed =
                    store.prune(
                            new Retention(
                                    now.minus(present.keep()),
                                    present.most(),
                                    present.mostBytes()));
            nextPrune = now.plus(PRUNE);
            if (removed > 0) {
                LOG.log(INFO, "{0} stored responses and conversations were removed", removed);
            }
        }
    }

    @Override
    public void close() {
        List<ScheduledExecutorService> threads = List.of(beats, prunings);
        threads.forEach(ScheduledExecutorService::shutdown);
        boolean interrupted = Thread.interrupted();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (ScheduledExecutorService thread : threads) {
            try {
                boolean _ = thread.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
