package dev.chasqui.application.pool;

import dev.chasqui.domain.model.KeepAlive;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.Observed;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What has become of one model. Belongs to its scheduler. */
final class Resident {
    /** Of a model that was never loaded nobody knows how long that takes. */
    private static final Duration USUAL_LOAD = Duration.ofSeconds(1);

    /** From one look at what it takes to the next. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

    enum Phase {
        /** No process. */
        ABSENT,
        /** A process that does not answer yet. */
        LOADING,
        READY,
        /** A process that was told to go. */
        STOPPING
    }

    /** What is known of what it needs to be loaded. */
    private enum Preparation {
        NONE,
        UNDER_WAY,
        DONE
    }

    private final PooledModel model;
    private final Setbacks setbacks = new Setbacks();
    private Phase phase = Phase.ABSENT;
    private Preparation preparation = Preparation.NONE;
    private Instant since = Instant.MIN;
    private Instant started = Instant.MIN;
    private Instant lastUsed = Instant.MIN;

    /** When it is to be looked what it takes; {@code MAX} if nothing can have changed. */
    private Instant lookAt = Instant.MAX;

    /** No look before that. */
    private Instant nextLook = Instant.MIN;

    private Duration load = USUAL_LOAD;
    private Footprint memory;
    private Footprint expected;
    private Observed actual = Observed.NOTHING;
    private Surprise told = Surprise.NONE;
    private Optional<Duration> ttl;
    private boolean pinned;
    private boolean leaving;
    private int leases;
    private long run;

    Resident(PooledModel model) {
        this.model = model;
        this.memory = model.memory().orElse(Footprint.NONE);
        this.expected = memory;
        this.ttl = model.ttl();
        this.pinned = model.pinned();
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
        return phase == Phase.LOADING || phase == Phase.READY;
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
        return pinned;
    }

    void pin(boolean value) {
        pinned = value;
        leaving &= !value;
    }

    /**
     * It leaves as soon as nobody uses it, whatever those who do say of how long it shall stay. A
     * pinned one does not.
     */
    void unload() {
        if (pinned) {
            return;
        }
        if (phase == Phase.LOADING) {
            // Who waits for it is served first.
            ttl = Optional.of(Duration.ZERO);
        }
        leaving = phase == Phase.READY;
    }

    /** Whether it serves nobody new, since it was unloaded. */
    boolean leaving() {
        return leaving;
    }

    /** What went wrong with it. */
    Setbacks setbacks() {
        return setbacks;
    }

    /** When it leaves if nobody uses it till then; empty if it stays. */
    Optional<Instant> leavesAt() {
        if (!idle() || pinned) {
            return Optional.empty();
        }
        return leaving ? Optional.of(lastUsed) : ttl.map(lastUsed::plus);
    }

    boolean leavesBy(Instant time) {
        return leavesAt().filter(end -> !end.isAfter(time)).isPresent();
    }

    /**
     * What it is doing.
     *
     * @param waiting how many wait for it
     */
    ModelState state(int waiting) {
        return new ModelState(
                model,
                switch (phase) {
                    case ABSENT ->
                            preparing() ? ModelState.Phase.PREPARING : ModelState.Phase.ABSENT;
                    case LOADING -> ModelState.Phase.LOADING;
                    case READY -> ModelState.Phase.READY;
                    case STOPPING -> ModelState.Phase.STOPPING;
                },
                since.equals(Instant.MIN) ? Optional.empty() : Optional.of(since),
                Optional.of(memory).filter(known -> present() && !known.equals(Footprint.NONE)),
                actual,
                Optional.of(expected).filter(known -> !known.equals(Footprint.NONE)),
                pinned,
                leases,
                waiting,
                leavesAt(),
                setbacks.lastFailure());
    }

    /** Whether all is there that it takes to load it. */
    boolean prepared() {
        return preparation == Preparation.DONE;
    }

    /** Whether somebody sees to that. */
    boolean preparing() {
        return preparation == Preparation.UNDER_WAY;
    }

    void prepare() {
        preparation = Preparation.UNDER_WAY;
    }

    /** It is there; what config says of its size counts more than what its file does. */
    void prepared(Footprint estimate) {
        preparation = Preparation.DONE;
        expected = model.memory().orElse(estimate);
        memory = expected;
    }

    void start(Instant now) {
        enter(Phase.LOADING, now);
        started = now;
        leaving = false;
        ttl = model.ttl();
        told = Surprise.NONE;
        run++;
    }

    /**
     * It is ready.
     *
     * @param most what it counts for at most
     */
    void loaded(Observed seen, Footprint most, Instant now) {
        load = Duration.between(since, now);
        memory = seen.reckoned(memory).atMost(most);
        actual = seen;
        nextLook = now;
        lookAt = now.plus(BETWEEN_LOOKS);
        lastUsed = now;
        setbacks.loaded();
        enter(Phase.READY, now);
    }

    /**
     * It was looked again what it takes. It counts for the most that was seen in this run: pages
     * that the kernel has dropped meanwhile come back with the next request.
     */
    void observed(Observed seen, Footprint most) {
        Footprint before =
                new Footprint(
                        actual.ram().isPresent() ? memory.ram() : ByteSize.ZERO,
                        actual.vram().isPresent() ? memory.vram() : ByteSize.ZERO);
        memory = seen.reckoned(memory).atMost(most).atLeast(before);
        actual = seen.or(actual);
    }

    /**
     * What is to be told of how far it is off what was expected; the same is told once in a run.
     */
    Optional<String> news() {
        Surprise surprise = actual.isNothing() ? Surprise.NONE : Surprise.at(memory, expected);
        if (surprise == told || surprise == Surprise.NONE) {
            return Optional.empty();
        }
        told = surprise;
        return Optional.of("takes " + memory + " (expected: " + expected + ")");
    }

    /** When it is to be looked what it takes; empty if there is no need. */
    Optional<Instant> lookAt() {
        return ready() && lookAt.isBefore(Instant.MAX) ? Optional.of(lookAt) : Optional.empty();
    }

    boolean toBeLookedAt(Instant now) {
        return ready() && !lookAt.isAfter(now);
    }

    /** Somebody looks; who is used by nobody from then on does not grow. */
    void lookedAt(Instant now) {
        nextLook = now.plus(BETWEEN_LOOKS);
        lookAt = leases > 0 ? nextLook : Instant.MAX;
    }

    private void lookBy(Instant time) {
        Instant possible = time.isAfter(nextLook) ? time : nextLook;
        lookAt = possible.isBefore(lookAt) ? possible : lookAt;
    }

    /** Loading it failed; whoever wants it in the time that follows is told so. */
    void failed(String why, Instant now) {
        // Somebody may have replaced the file.
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

    void stop(Instant now) {
        enter(Phase.STOPPING, now);
    }

    private void absent(Instant now) {
        leases = 0;
        actual = Observed.NOTHING;
        enter(Phase.ABSENT, now);
    }

    private void enter(Phase next, Instant now) {
        phase = next;
        since = now;
    }

    void lease(Instant now) {
        leases++;
        lastUsed = now;
        lookBy(now.plus(BETWEEN_LOOKS));
    }

    /**
     * A lease is over.
     *
     * @param keep how long it shall stay from now on, where the request said
     */
    void release(KeepAlive keep, Instant now) {
        leases--;
        lastUsed = now;
        lookBy(now);
        switch (keep) {
            case KeepAlive.AsBefore _ -> {}
            case KeepAlive.For(Duration time) -> ttl = Optional.of(time);
            case KeepAlive.Forever _ -> ttl = Optional.empty();
        }
    }
}
