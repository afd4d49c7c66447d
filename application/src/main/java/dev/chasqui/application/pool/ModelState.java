package dev.chasqui.application.pool;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.Observed;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The state of one model of the pool.
 *
 * @param since when that began; empty if it never did anything else
 * @param memory what it counts for, by the most that was seen, else by what is expected; empty if
 *     it has no process
 * @param actual what it was seen to take last
 * @param expected what it takes when it is loaded, by its file or the config; empty while that is
 *     not known
 * @param leaving whether it grants no more leases: it was unloaded, or what there is of it is the
 *     server of a recipe that has changed
 * @param removed whether it is not a model of the pool any more, and goes when it has no lease
 * @param leases how many use it
 * @param waiting how many requests wait for it
 * @param leavesAt when it leaves if it is not used till then
 * @param lastFailure why it could not be loaded last, if that was the last thing that happened
 */
public record ModelState(
        PooledModel model,
        Phase phase,
        Optional<Instant> since,
        Optional<Footprint> memory,
        Observed actual,
        Optional<Footprint> expected,
        boolean pinned,
        boolean leaving,
        boolean removed,
        int leases,
        int waiting,
        Optional<Instant> leavesAt,
        Optional<String> lastFailure) {

    /**
     * What a resident is doing.
     *
     * @param pinned whether the model of its name is
     * @param removed whether there is no model of its name
     * @param waiting how many wait for the model of its name
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
                one.setbacks().lastFailure());
    }

    private static Optional<Footprint> known(Footprint size) {
        return size.equals(Footprint.NONE) ? Optional.empty() : Optional.of(size);
    }

    /** As the API shows it, beside the model's name. */
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

    /** The phase of a model's life. */
    public enum Phase {
        /** There is no process of it. */
        ABSENT,
        /** Its file is looked at, or fetched. */
        PREPARING,
        /** Its process does not answer yet. */
        LOADING,
        READY,
        /** Its process was told to go. */
        STOPPING
    }
}
