package dev.chasqui.application.pool;

import dev.chasqui.domain.failure.Failure;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The failures for callers that get no lease. Pure. */
final class Refusals {
    /** The name of the pool's backend in messages. */
    private static final String POOL = "pool";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** The longest rest after a crash for which a caller waits. */
    private static final Duration WORTH_WAITING = Duration.ofSeconds(5);

    private Refusals() {}

    /**
     * Returns the reason why waiting for a model is in vain; empty if it is not.
     *
     * @param all the models of the pool
     */
    static Optional<Failure> hopeless(
            Resident wanted, Collection<Resident> all, PoolLimits limits, Instant now) {
        if (wanted.present()) {
            return Optional.empty();
        }
        Optional<String> failure = wanted.backoff().lastFailure();
        Duration backoff = Duration.between(now, wanted.backoff().notBefore());
        if (failure.isPresent() && backoff.isPositive()) {
            return Optional.of(failed(wanted, failure.get()));
        }
        if (backoff.compareTo(WORTH_WAITING) > 0) {
            return Optional.of(rests(wanted, backoff));
        }
        return new PoolOccupancy(limits, PoolOccupancy.pinned(all)).fits(wanted)
                ? Optional.empty()
                : Optional.of(noRoom(wanted, all, limits));
    }

    /** Returns the failure for a model that does not fit beside the pinned ones. */
    static Failure noRoom(Resident wanted, Collection<Resident> all, PoolLimits limits) {
        return failed(wanted, tooLarge(wanted, all, limits));
    }

    static Failure tooManyWait(PoolLimits limits) {
        return new Failure.Overloaded(
                limits.waiting() + " requests wait for models already (expected: fewer); try again",
                RETRY_AFTER);
    }

    static Failure waitedTooLong(Resident model, PoolLimits limits) {
        return new Failure.Overloaded(
                "model '"
                        + model.name()
                        + (model.ready() ? "' had no place for this request" : "' was not loaded")
                        + " within "
                        + limits.patience().toSeconds()
                        + " s; try again",
                RETRY_AFTER);
    }

    /**
     * Returns the refusal for a removed model; a backend of another kind may have one of that name.
     */
    static Failure removed(String model) {
        return new Failure.BackendRefused(
                POOL,
                404,
                "model '"
                        + model
                        + "' was removed from the pool while this request waited for it (expected:"
                        + " a model that is listed); ask for another one",
                Optional.empty(),
                Optional.of("model"),
                Optional.of("model_not_found"),
                Optional.empty());
    }

    static Failure rests(Resident model, Duration backoff) {
        return new Failure.Overloaded(
                "model '"
                        + model.name()
                        + "' has crashed repeatedly and is not started again yet; try again",
                backoff);
    }

    static Failure failed(Resident model, String why) {
        return new Failure.BackendFailed(
                POOL, "model '" + model.name() + "' cannot be loaded", Optional.of(why));
    }

    private static String tooLarge(Resident wanted, Collection<Resident> all, PoolLimits limits) {
        if (!new PoolOccupancy(limits, List.of()).fits(wanted)) {
            return "it takes "
                    + wanted.memory()
                    + " and the pool has "
                    + limits.memory()
                    + " (expected: a smaller model or context, or more of pool.memory)";
        }
        String pinned =
                PoolOccupancy.pinned(all).stream()
                        .map(Resident::name)
                        .collect(Collectors.joining(", "));
        return "there is no room for it beside the pinned models: "
                + pinned
                + " (expected: fewer pinned models, or more of pool.maxModels or pool.memory)";
    }
}
