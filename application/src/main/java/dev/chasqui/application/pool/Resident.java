package dev.chasqui.application.pool;

import dev.chasqui.application.pool.ModelState.Phase;
import dev.chasqui.domain.model.KeepAlive;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of one model by one recipe. A model whose recipe changes becomes a new resident; the
 * earlier resident is retired, and forgotten when nothing of it is left. Belongs to its scheduler.
 *
 * <p>Its preparation, the {@link Phase} of its process and its leaving change side by side. Each
 * event is a method, which changes this state alone.
 */
final class Resident {
    /** The assumed time to load a model that was never loaded. */
    private static final Duration USUAL_LOAD = Duration.ofSeconds(1);

    /** The progress of getting everything that loading the model needs. */
    private enum Preparation {
        NONE,
        UNDER_WAY,
        DONE,
        /** It was given up, but has not ended yet. */
        ABANDONED
    }

    private PooledModel model;
    private final FailureBackoff backoff = new FailureBackoff();

    /** The phase of its process; {@link #preparation} is independent of it. */
    private Phase phase = Phase.ABSENT;

    private Preparation preparation = Preparation.NONE;
    private Instant since = Instant.MIN;
    private Instant started = Instant.MIN;
    private Instant lastUsed = Instant.MIN;

    private final MeasurementTimes measurements = new MeasurementTimes();
    private Duration load = USUAL_LOAD;
    private final MemoryCount memory;
    private Optional<Duration> ttl;

    /** The administrator's choice; empty to follow the config. */
    private Optional<Boolean> pinnedByHand = Optional.empty();

    /** The reason why it grants no more leases; null if it grants some. */
    private @Nullable String leaving;

    private boolean retired;

    /** True if its process was told to end before it was ready. */
    private boolean stoppedEarly;

    private int leases;
    private long run;

    Resident(PooledModel model) {
        this.model = model;
        this.memory = new MemoryCount(model.memory());
        this.ttl = model.ttl();
    }

    /**
     * Makes the resident of a model by another recipe, without a server.
     *
     * @param before the resident by the earlier recipe
     * @param firstRun a number below its runs; no earlier run of its name has a higher one
     */
    static Resident successor(PooledModel model, Optional<Resident> before, long firstRun) {
        Resident next = new Resident(model);
        next.run = firstRun;
        next.load = before.map(one -> one.load).orElse(USUAL_LOAD);
        next.pinnedByHand = pinnedByHand(model, before);
        return next;
    }

    /** Returns the administrator's choice, which holds until the config changes its own. */
    private static Optional<Boolean> pinnedByHand(PooledModel model, Optional<Resident> before) {
        return before.filter(one -> one.model.pinned() == model.pinned())
                .flatMap(one -> one.pinnedByHand);
    }

    PooledModel model() {
        return model;
    }

    String name() {
        return model.name();
    }

    Phase phase() {
        return phase;
    }

    /** Returns true if it takes a place. */
    boolean present() {
        return phase != Phase.ABSENT;
    }

    /** Returns true if it serves, or will serve. */
    boolean stays() {
        return !retired && (phase == Phase.LOADING || phase == Phase.READY);
    }

    boolean loading() {
        return phase == Phase.LOADING;
    }

    boolean stopping() {
        return phase == Phase.STOPPING;
    }

    boolean ready() {
        return phase == Phase.READY;
    }

    boolean idle() {
        return phase == Phase.READY && leases == 0;
    }

    int leases() {
        return leases;
    }

    long run() {
        return run;
    }

    /** Returns the amount to reserve: the largest that was measured, else the expected one. */
    Footprint memory() {
        return memory.counted();
    }

    MemoryCount count() {
        return memory;
    }

    /** Returns the time that it took to load it the last time. */
    Duration load() {
        return load;
    }

    /** Returns the time since when it is ready, or in whatever phase it is. */
    Instant since() {
        return since;
    }

    Instant started() {
        return started;
    }

    Instant lastUsed() {
        return lastUsed;
    }

    boolean pinned() {
        return !retired && pinnedByHand.orElse(model.pinned());
    }

    void pin(boolean value) {
        pinnedByHand = Optional.of(value);
        stayIfPinned();
    }

    private void stayIfPinned() {
        if (pinned()) {
            leaving = null;
        }
    }

    /** Takes over changed settings of the config; its recipe is unchanged. */
    void configure(PooledModel changed) {
        pinnedByHand = pinnedByHand(changed, Optional.of(this));
        if (!model.ttl().equals(changed.ttl())) {
            ttl = changed.ttl();
        }
        if (!model.memory().equals(changed.memory())) {
            memory.configure(changed.memory());
        }
        model = changed;
        stayIfPinned();
    }

    /**
     * Makes it grant no more leases, whether it is pinned or not.
     *
     * @param why the reason, for the operator of the server
     */
    void retire(String why) {
        retired = true;
        leaving = why;
    }

    /**
     * Makes it serve again, since its recipe is that of the config once more.
     *
     * @param before the resident that had its name until now
     */
    void reinstate(PooledModel changed, Optional<Resident> before) {
        retired = false;
        leaving = null;
        // Another recipe may have been prepared under its name since.
        preparation = Preparation.NONE;
        configure(changed);
        pinnedByHand = pinnedByHand(changed, before);
    }

    boolean retired() {
        return retired;
    }

    /** Returns true if it is retired and nothing is left of it. */
    boolean gone() {
        return retired && !present() && preparation != Preparation.ABANDONED;
    }

    /** Returns true if a preparation or a process that was told to end early has not ended. */
    boolean unfinished() {
        return preparation == Preparation.ABANDONED || (stopping() && stoppedEarly);
    }

    /**
     * Makes it leave as soon as it has no lease, whatever its requests say of how long it shall
     * stay. A pinned one stays.
     */
    void unload() {
        if (pinned()) {
            return;
        }
        if (phase == Phase.LOADING) {
            // Callers that wait for it are served first.
            ttl = Optional.of(Duration.ZERO);
        }
        leave("it was unloaded");
    }

    /** Makes it grant no more leases, if it is ready, and leave when it has none. */
    void leave(String why) {
        leaving = phase == Phase.READY ? why : null;
    }

    boolean leaving() {
        return leaving != null;
    }

    /** Returns the reason why it leaves, now that it has no lease. */
    String reason() {
        return leaving == null ? "it was not used for its ttl" : leaving;
    }

    FailureBackoff backoff() {
        return backoff;
    }

    /** Returns the time when it leaves if it is not used until then; empty if it stays. */
    Optional<Instant> leavesAt() {
        if (!idle() || pinned()) {
            return Optional.empty();
        }
        return leaving() ? Optional.of(lastUsed) : ttl.map(lastUsed::plus);
    }

    boolean leavesBy(Instant time) {
        return leavesAt().filter(end -> !end.isAfter(time)).isPresent();
    }

    /** Returns true if everything is there that loading it needs. */
    boolean prepared() {
        return preparation == Preparation.DONE;
    }

    boolean preparing() {
        return preparation == Preparation.UNDER_WAY;
    }

    void prepare() {
        preparation = Preparation.UNDER_WAY;
    }

    /** Notes that it is prepared; a size in the config overrides the one of its file. */
    void prepared(Footprint estimate) {
        preparation = Preparation.DONE;
        memory.prepared(estimate);
    }

    void start(Instant now) {
        enter(Phase.LOADING, now);
        started = now;
        leaving = null;
        stoppedEarly = false;
        ttl = model.ttl();
        memory.start();
        run++;
    }

    /**
     * Notes that its server is ready.
     *
     * @param seen the measured memory
     * @param most the largest amount of memory that may count
     */
    void loaded(MeasuredMemory seen, Footprint most, Instant now) {
        load = Duration.between(since, now);
        memory.loaded(seen, most);
        measurements.ready(now);
        lastUsed = now;
        backoff.loaded();
        enter(Phase.READY, now);
    }

    MeasurementTimes measurements() {
        return measurements;
    }

    /** Notes that loading it failed; for some time callers are refused with the reason. */
    void failed(String why, Instant now) {
        // The file may have been replaced.
        preparation = Preparation.NONE;
        absent(now);
        backoff.failed(why, now);
    }

    /** Notes that memory was too scarce: it is loaded once more, when other memory was freed. */
    void retry(Instant when, Instant now) {
        // Other GPUs than before may have room for it.
        preparation = Preparation.NONE;
        absent(now);
        backoff.outOfMemory(when);
    }

    /** Notes that its process has ended; if it was ready, it has died by itself. */
    void exited(Instant now) {
        if (phase == Phase.READY) {
            backoff.crashed(since, now);
        } else {
            backoff.stopped();
        }
        absent(now);
    }

    void abandon() {
        preparation = Preparation.ABANDONED;
    }

    /** Notes the end of a preparation or a process that was told to end early. */
    void ended(Instant now) {
        preparation = Preparation.NONE;
        absent(now);
    }

    void stop(Instant now) {
        stoppedEarly = phase == Phase.LOADING;
        measurements.none();
        enter(Phase.STOPPING, now);
    }

    private void absent(Instant now) {
        leases = 0;
        memory.end();
        measurements.none();
        enter(Phase.ABSENT, now);
    }

    private void enter(Phase next, Instant now) {
        phase = next;
        since = now;
    }

    void lease(Instant now) {
        leases++;
        lastUsed = now;
        measurements.leased(now);
    }

    /**
     * Notes that a lease is over.
     *
     * @param keep the time that it shall stay from now on, if the request says so
     */
    void release(KeepAlive keep, Instant now) {
        leases--;
        lastUsed = now;
        measurements.released(now);
        switch (keep) {
            case KeepAlive.AsBefore _ -> {}
            case KeepAlive.For(Duration time) -> ttl = Optional.of(time);
            case KeepAlive.Forever _ -> ttl = Optional.empty();
        }
    }
}
