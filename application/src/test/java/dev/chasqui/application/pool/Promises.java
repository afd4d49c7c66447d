package dev.chasqui.application.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The checks of the scheduler's promises beyond its limits: no caller waits after a failed load or
 * beside a free lease, no caller is overtaken, no more models are evicted than needed, and a model
 * that must leave grants no leases. Each check uses the scheduler's events and actions alone, and
 * passes if these do not decide the matter.
 */
final class Promises {
    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);
    private static final Duration PRIORITY = Duration.ofSeconds(10);
    private static final Duration LINGER = Duration.ofMillis(100);
    private static final Duration SHORTEST_TENURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_TENURE = Duration.ofSeconds(30);

    private final PoolLimits limits;
    private final Sizes sizes;
    private final ObservedPool pool;
    private int heads;
    private int drained;
    private int evicted;
    private int passed;

    Promises(PoolLimits limits, Sizes sizes, ObservedPool pool) {
        this.limits = limits;
        this.sizes = sizes;
        this.pool = pool;
    }

    /**
     * The numbers of cases in which a promise mattered.
     *
     * @param heads cases in which the next model to load was certain and had no room
     * @param drained models with leases that had to grant no more
     * @param evicted models that left for another one
     * @param passed models that were loaded before the one whose turn it was
     */
    record Tried(long heads, long drained, long evicted, long passed) {
        static final Tried NOTHING = new Tried(0, 0, 0, 0);

        Tried plus(Tried more) {
            return new Tried(
                    heads + more.heads,
                    drained + more.drained,
                    evicted + more.evicted,
                    passed + more.passed);
        }
    }

    Tried tried() {
        return new Tried(heads, drained, evicted, passed);
    }

    /** Checks the actions after one event. */
    void check(List<PoolAction> actions, Instant now) {
        boolean refused = takeRefused(actions);
        List<String> starts = starts(actions);
        // A refused ticket may still have counted when the turn was decided.
        Optional<Head> head = refused ? Optional.empty() : head(starts);
        Set<String> draining = head.map(one -> draining(one, starts, now)).orElse(Set.of());
        head.ifPresent(this::isStartedWhereThereIsRoom);
        Collection<PooledModel> before = models(pool.staying());
        List<PooledModel> evicted = new ArrayList<>();
        Set<PooledModel> gone = new LinkedHashSet<>();
        for (PoolAction action : actions) {
            switch (action) {
                case PoolAction.Prepare(PooledModel model) -> isRested(model, now);
                case PoolAction.Start(PooledModel model) -> {
                    isRested(model, now);
                    head.ifPresent(one -> leavesItsRoom(one, model));
                    pool.processes.put(model.name(), new ObservedPool.Run(model, now));
                }
                case PoolAction.Stop(String name) -> {
                    ObservedPool.Run process = pool.process(name);
                    if (isEviction(process, now)) {
                        mayBeEvicted(process, now);
                        evicted.add(process.model);
                    } else {
                        gone.add(process.model);
                    }
                    process.stopping = true;
                }
                case PoolAction.Grant(Ticket ticket, long run) -> {
                    check(!draining.contains(ticket.model()), "serves though it drains: ", ticket);
                    grant(ticket, run, now);
                }
                case PoolAction.Abandon _,
                        PoolAction.Refuse _,
                        PoolAction.Observe _,
                        PoolAction.Report _ -> {}
            }
        }
        if (!evicted.isEmpty()) {
            areNeeded(evicted, before, gone);
        }
        nobodyWaitsBesideAFreeLease();
    }

    /**
     * Checks the actions after an event in which a model found too little memory, so that all idle
     * ones leave.
     */
    void checkAfterTooLittleMemory(List<PoolAction> actions, Instant now) {
        takeRefused(actions);
        for (PoolAction action : actions) {
            switch (action) {
                case PoolAction.Start(PooledModel model) ->
                        pool.processes.put(model.name(), new ObservedPool.Run(model, now));
                case PoolAction.Stop(String name) -> pool.process(name).stopping = true;
                case PoolAction.Grant(Ticket ticket, long run) -> grant(ticket, run, now);
                case PoolAction.Prepare _,
                        PoolAction.Abandon _,
                        PoolAction.Refuse _,
                        PoolAction.Observe _,
                        PoolAction.Report _ -> {}
            }
        }
        check(
                pool.staying().noneMatch(one -> one.idle() && !isPinned(one.model)),
                "an idle one stays where memory ran out: ",
                pool.processes.keySet());
    }

    /** Takes out refused tickets; returns true if there were any. */
    private boolean takeRefused(List<PoolAction> actions) {
        boolean any = false;
        for (PoolAction action : actions) {
            if (action instanceof PoolAction.Refuse refused) {
                pool.waiting.remove(refused.ticket().id());
                any = true;
            }
        }
        return any;
    }

    private static List<String> starts(List<PoolAction> actions) {
        return actions.stream()
                .flatMap(one -> one instanceof PoolAction.Start it ? Stream.of(it) : Stream.of())
                .map(start -> start.model().name())
                .toList();
    }

    // ---- No caller waits after a failed load, and the model rests. ----

    /** Returns true if loading the model failed so recently that it cannot be tried again. */
    boolean rests(String model, Instant now) {
        Instant failed = pool.failedAt.get(model);
        return failed != null
                && !pool.secondTry.contains(model)
                && now.isBefore(failed.plus(SHORTEST_REST));
    }

    void isAnswered(Ticket ticket) {
        check(!pool.waiting.containsKey(ticket.id()), "waits for what just failed: ", ticket);
    }

    void nobodyWaitsFor(String model) {
        check(!pool.isWaitedFor(model), "somebody waits for what failed: ", model);
    }

    private void isRested(PooledModel model, Instant now) {
        check(!rests(model.name(), now), "tried again without a rest: ", model);
        if (pool.secondTry.contains(model.name()) && pool.prepared.contains(model.name())) {
            check(
                    pool.processes.values().stream().noneMatch(one -> one.stopping),
                    "tried again before the others are gone: ",
                    model);
        }
    }

    private void nobodyWaitsBesideAFreeLease() {
        if (pool.waiting.values().stream().allMatch(one -> pool.stays(one.ticket.model()))) {
            for (ObservedPool.Run one : pool.processes.values()) {
                check(
                        !one.ready()
                                || one.leaving
                                || one.leases == one.model.concurrency()
                                || !pool.isWaitedFor(one.model.name()),
                        "somebody waits beside a free lease of ",
                        one.model);
            }
        }
    }

    // ---- No caller is overtaken. ----

    private void grant(Ticket ticket, long run, Instant now) {
        check(!pool.process(ticket.model()).leaving, "serves though it leaves: ", ticket);
        for (ObservedPool.Waiting other : pool.waiting.values()) {
            Ticket waits = other.ticket;
            if (waits.caller().equals(ticket.caller())) {
                check(
                        waits.id() >= ticket.id() || !waits.model().equals(ticket.model()),
                        "overtook an older one of its caller: ",
                        ticket);
                other.overtakenBy.clear();
            } else if (waits.model().equals(ticket.model())) {
                check(
                        other.overtakenBy.add(ticket.caller()),
                        "served twice while another one waited: ",
                        ticket);
            }
        }
        pool.granted(ticket, run, now);
    }

    /**
     * The model to be loaded next, for which there is no room.
     *
     * @param before the models that are started before it
     */
    private record Head(PooledModel model, Instant since, Set<String> before) {}

    /**
     * Returns the head; empty if there is none, or if it depends on how long a model has to rest.
     */
    private Optional<Head> head(List<String> starts) {
        List<PooledModel> kept = new ArrayList<>(models(pinned(false)));
        Set<String> before = new LinkedHashSet<>();
        for (String name : inTurn()) {
            PooledModel model = pool.model(name);
            if (starts.contains(name)) {
                kept.add(model);
                before.add(name);
            } else if (pool.processes.containsKey(name) || fits(models(pinned(true)), model)) {
                if (pool.troubled.contains(name)) {
                    return Optional.empty();
                }
                if (pool.prepared.contains(name) && fits(kept, model)) {
                    heads++;
                    Instant since = pool.waitingFor(name).findFirst().orElseThrow().since();
                    return Optional.of(new Head(model, since, before));
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the models that are waited for and not present, in turn. */
    private Set<String> inTurn() {
        record Turn(String model, int round, Instant since) {}
        Map<String, Set<String>> modelsOf = new HashMap<>();
        List<Turn> turns = new ArrayList<>();
        for (ObservedPool.Waiting one : pool.waiting.values()) {
            Ticket ticket = one.ticket;
            Set<String> models =
                    modelsOf.computeIfAbsent(ticket.caller(), _ -> new LinkedHashSet<>());
            if (!pool.stays(ticket.model()) && models.add(ticket.model())) {
                int priority = pool.model(ticket.model()).priority();
                Instant since = ticket.since().minus(PRIORITY.multipliedBy(priority));
                turns.add(new Turn(ticket.model(), models.size(), since));
            }
        }
        turns.sort(Comparator.comparingInt(Turn::round).thenComparing(Turn::since));
        return turns.stream().map(Turn::model).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void isStartedWhereThereIsRoom(Head head) {
        if (!pool.processes.containsKey(head.model.name())) {
            Set<PooledModel> there = new LinkedHashSet<>(models(pool.processes.values()));
            head.before.forEach(name -> there.add(pool.model(name)));
            check(!fits(there, head.model), "not started though there is room: ", head.model);
        }
    }

    /** Checks that a model started before the head does not take room that the head waits for. */
    private void leavesItsRoom(Head head, PooledModel started) {
        if (head.before.contains(started.name())) {
            return;
        }
        passed++;
        Set<PooledModel> room = new LinkedHashSet<>();
        room.add(head.model);
        pool.processes.values().stream()
                .filter(one -> isPinned(one.model) || one.started.isAfter(head.since))
                .forEach(one -> room.add(one.model));
        check(fits(room, started), "overtook " + head.model.name() + ": ", started);
    }

    // ---- A model that must leave grants no leases. ----

    /**
     * Returns the models that must leave to make room for the head; none if even that is not
     * enough.
     */
    private Set<String> draining(Head head, List<String> starts, Instant now) {
        List<ObservedPool.Run> takeable =
                pool.staying().filter(one -> isTakeable(one, head.model, now)).toList();
        Set<PooledModel> rest =
                new LinkedHashSet<>(models(pool.staying().filter(one -> !takeable.contains(one))));
        Set<PooledModel> most = new LinkedHashSet<>(rest);
        starts.forEach(name -> most.add(pool.model(name)));
        if (!fits(most, head.model)) {
            return Set.of();
        }
        Set<String> draining = new LinkedHashSet<>();
        for (ObservedPool.Run one : takeable) {
            Set<PooledModel> withIt = new LinkedHashSet<>(rest);
            withIt.add(one.model);
            if (!fits(withIt, head.model)) {
                draining.add(one.model.name());
                drained += one.leases > 0 && pool.isWaitedFor(one.model.name()) ? 1 : 0;
            }
        }
        return draining;
    }

    private boolean isTakeable(ObservedPool.Run one, PooledModel wanted, Instant now) {
        return one.ready()
                && !isPinned(one.model)
                && (isUnused(one, now)
                        || !now.isBefore(tenureUntil(one, pool.load(wanted.name()))));
    }

    private boolean isUnused(ObservedPool.Run one, Instant now) {
        return one.idle()
                && !pool.isWaitedFor(one.model.name())
                && !now.isBefore(one.lastUsed.plus(LINGER));
    }

    private Instant tenureUntil(ObservedPool.Run one, Duration load) {
        Duration own = pool.load(one.model.name());
        Duration tenure = (own.compareTo(load) > 0 ? own : load).multipliedBy(2);
        if (tenure.compareTo(SHORTEST_TENURE) < 0) {
            tenure = SHORTEST_TENURE;
        }
        return one.readySince()
                .plus(tenure.compareTo(LONGEST_TENURE) > 0 ? LONGEST_TENURE : tenure);
    }

    // ---- No more is evicted than needed. ----

    /** Returns true if there is no other reason to stop it. */
    private boolean isEviction(ObservedPool.Run one, Instant now) {
        boolean mayStay = one.ttl.isEmpty() || one.lastUsed.plus(one.ttl.get()).isAfter(now);
        return !one.leaving && mayStay && sizes.fit(pool.staying().map(it -> it.model));
    }

    private void mayBeEvicted(ObservedPool.Run one, Instant now) {
        evicted++;
        check(
                isUnused(one, now) || !now.isBefore(tenureUntil(one, Duration.ZERO)),
                "evicted before its time: ",
                one.model);
    }

    /**
     * Checks that the models that are waited for would not have room if one evicted model was
     * spared.
     *
     * @param before the models that stayed until then
     * @param gone those of them that left for other reasons, which was found out later
     */
    private void areNeeded(
            List<PooledModel> evicted, Collection<PooledModel> before, Set<PooledModel> gone) {
        List<PooledModel> wanted =
                pool.waiting.values().stream()
                        .map(one -> one.ticket.model())
                        .distinct()
                        .filter(name -> pool.prepared.contains(name) && !pool.stays(name))
                        .map(pool::model)
                        .filter(model -> !evicted.contains(model))
                        .toList();
        check(!wanted.isEmpty(), "evicted for nobody: ", evicted);
        Set<PooledModel> all = new LinkedHashSet<>(before);
        pool.staying().forEach(one -> all.add(one.model));
        if (wanted.size() > 1) {
            all.addAll(wanted);
            check(!fitTogether(all), "evicted though there is room: ", evicted);
            return;
        }
        Set<PooledModel> staying = new LinkedHashSet<>(gone);
        pool.staying().forEach(one -> staying.add(one.model));
        for (PooledModel one : evicted) {
            Set<PooledModel> withIt = new LinkedHashSet<>(staying);
            withIt.add(one);
            check(!fits(withIt, wanted.getFirst()), "evicted without need: ", one);
        }
    }

    // ---- Room, computed without the scheduler. ----

    private boolean isPinned(PooledModel model) {
        return pool.pinned.contains(model.name());
    }

    private Stream<ObservedPool.Run> pinned(boolean staying) {
        return pool.processes.values().stream()
                .filter(one -> isPinned(one.model) && !(staying && one.stopping));
    }

    private static List<PooledModel> models(Stream<ObservedPool.Run> processes) {
        return processes.map(one -> one.model).toList();
    }

    private static List<PooledModel> models(Collection<ObservedPool.Run> processes) {
        return models(processes.stream());
    }

    private boolean fits(Collection<PooledModel> there, PooledModel more) {
        return there.size() < limits.models()
                && sizes.fit(Stream.concat(there.stream(), Stream.of(more)))
                && there.stream().allMatch(more::goesWith);
    }

    private boolean fitTogether(Collection<PooledModel> all) {
        return all.size() <= limits.models()
                && sizes.fit(all.stream())
                && all.stream().allMatch(one -> all.stream().allMatch(one::goesWith));
    }

    private static void check(boolean holds, String otherwise, Object what) {
        if (!holds) {
            throw new AssertionError(otherwise + what);
        }
    }
}
