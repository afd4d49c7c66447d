package dev.chasqui.application.pool;

import dev.chasqui.domain.failure.Failure;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What those are told who get no lease. Pure. */
final class Refusals {
    /** What a backend of the pool is called in messages. */
    private static final String POOL = "pool";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private Refusals() {}

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

    static Failure rests(Resident model, Duration backoff) {
        return new Failure.Overloaded(
                "model '" + model.name() + "' has crashed again and again and rests; try again",
                backoff);
    }

    static Failure failed(Resident model, String why) {
        return new Failure.BackendFailed(
                POOL, "model '" + model.name() + "' cannot be loaded", Optional.of(why));
    }

    /** Why there is no room for a model beside those that are pinned. */
    static String tooLarge(Resident wanted, Collection<Resident> all, PoolLimits limits) {
        if (!new Room(limits, List.of()).fits(wanted)) {
            return "it takes "
                    + wanted.memory()
                    + " and the pool has "
                    + limits.memory()
                    + " (expected: a smaller model or context, or more of pool.memory)";
        }
        String pinned =
                Room.pinned(all).stream().map(Resident::name).collect(Collectors.joining(", "));
        return "there is no room for it beside what is pinned: "
                + pinned
                + " (expected: fewer of them, or more of pool.maxModels or pool.memory)";
    }
}
