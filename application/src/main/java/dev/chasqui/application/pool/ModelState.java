package dev.chasqui.application.pool;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The state of one model of the pool.
 *
 * @param model the model
 * @param phase its phase
 * @param since the beginning of the phase; empty if it was never in another one
 * @param memory the amount that counts: the largest that was measured, else the expected one; empty
 *     if it has no process
 * @param actual the last measurement
 * @param expected the amount that it takes when loaded, by its file or the config; empty as long as
 *     that is unknown
 * @param pinned true if it does not leave for other models
 * @param leaving true if it grants no more leases: it was unloaded, or its server was started by a
 *     recipe that has changed
 * @param removed true if it is no longer a model of the pool and leaves when it has no lease
 * @param leases the number of its leases
 * @param waiting the number of requests that wait for it
 * @param leavesAt the time when it leaves if it is not used until then; empty if it stays
 * @param lastFailure the reason why loading it failed; empty if something else happened since
 */
public record ModelState(
        PooledModel model,
        Phase phase,
        Optional<Instant> since,
        Optional<Footprint> memory,
        MeasuredMemory actual,
        Optional<Footprint> expected,
        boolean pinned,
        boolean leaving,
        boolean removed,
        int leases,
        int waiting,
        Optional<Instant> leavesAt,
        Optional<String> lastFailure) {

    /**
     * Makes the state of a resident.
     *
     * @param pinned true if the model of its name is pinned
     * @param removed true if the pool has no model of its name
     * @param waiting the number of requests that wait for the model of its name
     */
    static ModelState of(Resident one, boolean pinned, boolean removed, int waiting) {
        return new ModelState(
                one.model(),
                one.preparing() ? Phase.PREPARING : one.phase(),
                one.since().equals(Instant.MIN) ? Optional.empty() : Optional.of(one.since()),
                known(one.memory()).filter(_ -> one.present()),
                one.count().actual(),
                known(one.count().expected()),
                pinned,
                one.leaving(),
                removed,
                one.leases(),
                waiting,
                one.leavesAt(),
                one.backoff().lastFailure());
    }

    private static Optional<Footprint> known(Footprint size) {
        return size.equals(Footprint.NONE) ? Optional.empty() : Optional.of(size);
    }

    /** Returns the members that the API shows beside the model's name. */
    public Json.Obj shown() {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("state", Json.of(phase.name().toLowerCase(Locale.ROOT)));
        since.ifPresent(time -> members.put("since", Json.of(time.toString())));
        memory.ifPresent(
                taken -> {
                    members.put("memory", Json.of(taken.ram().bytes()));
                    members.put("gpu_memory", Json.of(taken.vram().bytes()));
                });
        actual.ram().ifPresent(size -> members.put("actual_memory", Json.of(size.bytes())));
        actual.vram().ifPresent(size -> members.put("actual_gpu_memory", Json.of(size.bytes())));
        expected.ifPresent(
                taken -> {
                    members.put("expected_memory", Json.of(taken.ram().bytes()));
                    members.put("expected_gpu_memory", Json.of(taken.vram().bytes()));
                });
        members.put("pinned", Json.of(pinned));
        if (leaving) {
            members.put("leaving", Json.of(true));
        }
        if (removed) {
            members.put("removed", Json.of(true));
        }
        members.put("leases", Json.of(leases));
        members.put("waiting", Json.of(waiting));
        leavesAt.ifPresent(time -> members.put("leaves_at", Json.of(time.toString())));
        lastFailure.ifPresent(why -> members.put("last_failure", Json.of(why)));
        return new Json.Obj(members);
    }

    /**
     * Checks that it may be unloaded.
     *
     * @throws FailureException with {@code Invalid} if it is pinned
     */
    public void requireUnpinned() {
        if (pinned) {
            throw new FailureException(
                    new Failure.Invalid(
                            "model",
                            "model: '"
                                    + model.name()
                                    + "' is pinned (expected: one that is not; /admin/pool/unpin"
                                    + " lets it go)"));
        }
    }

    /** The phase of a model's life. */
    public enum Phase {
        /** It has no process. */
        ABSENT,
        /** Its file is examined, or downloaded. */
        PREPARING,
        /** Its process does not answer yet. */
        LOADING,
        READY,
        /** Its process was told to end. */
        STOPPING
    }
}
