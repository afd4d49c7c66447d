package dev.chasqui.application.pool;

import dev.chasqui.application.pool.ModelState.Phase;
import dev.chasqui.domain.model.KeepAlive;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.Observed;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of one model by one recipe. A model whose recipe changes is a new resident; the one
 * before is retired, and forgotten when nothing of it is left. Belongs to its scheduler.
 */
final class Resident {
    /** The time that loading is taken to need before it was ever seen. */
    private static final Duration USUAL_LOAD = Duration.ofSeconds(1);

    /** How far it is seen to that all is there that it takes to load it. */
    private enum Preparation {
        NONE,
        UNDER_WAY,
        DONE,
        /** It was given up, and has not ended yet. */
        ABANDONED
    }

    private PooledModel model;
    private final Setbacks setbacks = new Setbacks();

    /** What its process does; whether it is being prepared is said beside. */
    private Phase phase = Phase.ABSENT;

    private Preparation preparation = Preparation.NONE;
    private Instant since = Instant.MIN;
    private Instant started = Instant.MIN;
    private Instant lastUsed = Instant.MIN;

    private final LookTimes looks = new LookTimes();
    private Duration load = USUAL_LOAD;
    private final MemoryCount memory;
    private Optional<Duration> ttl;

    /** What an administrator has said of it; empty to go by its config. */
    private Optional<Boolean> pinnedByHand = Optional.empty();

    /** Why it grants no more leases; null if it does. */
    private @Nullable String leaving;

    private boolean retired;

    /** Whether it was told to go before it was ready. */
    private boolean cutShort;

    private int leases;
    private long run;

    Resident(PooledModel model) {
        this.model = model;
        this.memory = new MemoryCount(model.memory());
        this.ttl = model.ttl();
    }

    /**
     * The same model by another recipe, of which there is no server yet.
     *
     * @param firstRun a number below those of its runs, that no run of its name has reached
     */
    static Resident successor(PooledModel model, Optional<Resident> before, long firstRun) {
        Resident next = new Resident(model);
        next.run = firstRun;
        next.load = before.map(one -> one.load).orElse(USUAL_LOAD);
        next.pinnedByHand = pinnedByHand(model, before);
        return next;
    }

    /** What an administrator said counts until config says something else than it did. */
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

    /** Whether it takes a place. */
    boolean present() {
        return phase != Phase.ABSENT;
    }

    /** Whether it serves, or will. */
    boolean stays() {
        return !retired && (phase == Phase.LOADING || phase == Phase.READY);
    }

    boolean loading() {
        return phase == Phase.LOADING;
    }

    /** Whether its process was told to go. */
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

    /** What it counts for: the most that was seen, else what is expected. */
    Footprint memory() {
        return memory.counted();
    }

    MemoryCount count() {
        return memory;
    }

    /** How long it took to load it last. */
    Duration load() {
        return load;
    }

    /** Since when it is ready, or in whatever phase it is. */
    Instant since() {
        return since;
    }

    /** When its process was started. */
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

    /** What config says of it has changed, but not how it is started. */
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
     * It grants no more leases, whether it is pinned or not.
     *
     * @param why for the operator of the server
     */
    void retire(String why) {
        retired = true;
        leaving = why;
    }

    /**
     * It serves again: its recipe is the one that counts.
     *
     * @param before what had its name until now
     */
    void reinstate(PooledModel changed, Optional<Resident> before) {
        retired = false;
        leaving = null;
        // Something else may have been prepared under its name since.
        preparation = Preparation.NONE;
        configure(changed);
        pinnedByHand = pinnedByHand(changed, before);
    }

    boolean retired() {
        return retired;
    }

    /** Whether it is retired and nothing is left of it. */
    boolean gone() {
        return retired && !present() && preparation != Preparation.ABANDONED;
    }

    /** Whether something of it has to end that was told to before it was ready. */
    boolean unfinished() {
        return preparation == Preparation.ABANDONED || (stopping() && cutShort);
    }

    /**
     * It leaves as soon as it has no lease, whatever those that have one say of how long it shall
     * stay. A pinned one does not.
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

    /** If it is ready, it grants no more leases and goes when it has none. */
    void leave(String why) {
        leaving = phase == Phase.READY ? why : null;
    }

    /** Whether it grants no more leases. */
    boolean leaving() {
        return leaving != null;
    }

    /** Why it goes, now that it has no lease. */
    String reason() {
        return leaving == null ? "nobody used it for its ttl" : leaving;
    }

    /** What went wrong with it. */
    Setbacks setbacks() {
        return setbacks;
    }

    /** When it leaves if it is not used till then; empty if it stays. */
    Optional<Instant> leavesAt() {
        if (!idle() || pinned()) {
            return Optional.empty();
        }
        return leaving() ? Optional.of(lastUsed) : ttl.map(lastUsed::plus);
    }

    boolean leavesBy(Instant time) {
        return leavesAt().filter(end -> !end.isAfter(time)).isPresent();
    }

    /** Whether all is there that it takes to load it. */
    boolean prepared() {
        return preparation == Preparation.DONE;
    }

    /** Whether it is being prepared. */
    boolean preparing() {
        return preparation == Preparation.UNDER_WAY;
    }

    void prepare() {
        preparation = Preparation.UNDER_WAY;
    }

    /** It is there; what config says of its size counts more than what its file does. */
    void prepared(Footprint estimate) {
        preparation = Preparation.DONE;
        memory.prepared(estimate);
    }

    void start(Instant now) {
        enter(Phase.LOADING, now);
        started = now;
        leaving = null;
        cutShort = false;
        ttl = model.ttl();
        memory.start();
        run++;
    }

    /**
     * It is ready.
     *
     * @param most what it counts for at most
     */
    void loaded(Observed seen, Footprint most, Instant now) {
        load = Duration.between(since, now);
        memory.loaded(seen, most);
        looks.ready(now);
        lastUsed = now;
        setbacks.loaded();
        enter(Phase.READY, now);
    }

    /** When it is to be looked what it takes. */
    LookTimes looks() {
        return looks;
    }

    /** Loading it failed; a caller that wants it in the time that follows is told so. */
    void failed(String why, Instant now) {
        // The file may have been replaced.
        preparation = Preparation.NONE;
        absent(now);
        setbacks.failed(why, now);
    }

    /** There was not enough memory: it is tried once more, when that of others has settled. */
    void tryAgain(Instant when, Instant now) {
        // Other GPUs than before may have room for it.
        preparation = Preparation.NONE;
        absent(now);
        setbacks.wasTooLarge(when);
    }

    /** Its process is gone; that of a ready one has died. */
    void exited(Instant now) {
        if (phase == Phase.READY) {
            setbacks.died(since, now);
        } else {
            setbacks.wentWell();
        }
        absent(now);
    }

    /** Preparing it is given up. */
    void abandon() {
        preparation = Preparation.ABANDONED;
    }

    /** What was given up, or stopped before it was ready, is over. */
    void ended(Instant now) {
        preparation = Preparation.NONE;
        absent(now);
    }

    void stop(Instant now) {
        cutShort = phase == Phase.LOADING;
        looks.none();
        enter(Phase.STOPPING, now);
    }

    private void absent(Instant now) {
        leases = 0;
        memory.end();
        looks.none();
        enter(Phase.ABSENT, now);
    }

    private void enter(Phase next, Instant now) {
        phase = next;
        since = now;
    }

    void lease(Instant now) {
        leases++;
        lastUsed = now;
        looks.leased(now);
    }

    /**
     * A lease is over.
     *
     * @param keep how long it shall stay from now on, where the request said
     */
    void release(KeepAlive keep, Instant now) {
        leases--;
        lastUsed = now;
        looks.released(now);
        switch (keep) {
            case KeepAlive.AsBefore _ -> {}
            case KeepAlive.For(Duration time) -> ttl = Optional.of(time);
            case KeepAlive.Forever _ -> ttl = Optional.empty();
        }
    }
}
