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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The regular work on what is kept, on a thread of its own: it notes the responses that this server
 * works on, ends those that no server works on, and removes what is beyond the bounds.
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
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("responses-upkeep").factory());
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
        var _ =
                thread.scheduleWithFixedDelay(
                        this::work, 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void work() {
        try {
            if (begun.getAsBoolean()) {
                beat(clock.instant());
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
        thread.shutdown();
        boolean interrupted = Thread.interrupted();
        try {
            boolean _ = thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
