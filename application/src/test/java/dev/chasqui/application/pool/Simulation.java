package dev.chasqui.application.pool;

import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.KeepAlive;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One random course of events in virtual time: requests come, models load, leave, hang and break,
 * and the scheduler under test reacts. Throws an {@link AssertionError} as soon as the scheduler
 * breaks a promise.
 */
final class Simulation {
    private static final Duration PATIENCE = Duration.ofHours(2);

    /** A factor that sets neighbours far apart: the golden ratio's part of 64 bits. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);
    private static final List<String> CALLERS = List.of("ada", "bob", "cyd");
    private static final List<KeepAlive> KEEP_ALIVES =
            List.of(
                    KeepAlive.AS_BEFORE,
                    KeepAlive.AS_BEFORE,
                    new KeepAlive.For(Duration.ZERO),
                    new KeepAlive.For(Duration.ofSeconds(2)),
                    KeepAlive.FOREVER);

    private final Random random;
    private PoolLimits limits;
    private final Map<String, PooledModel> models = new LinkedHashMap<>();
    private final WatchedScheduler scheduler;
    private final PriorityQueue<Happening> future =
            new PriorityQueue<>(
                    Comparator.comparing(Happening::when).thenComparingLong(Happening::number));
    private final Map<String, Server> processes = new HashMap<>();
    private final Set<String> pinned = new HashSet<>();
    private final Sizes sizes;
    private final Map<String, Preparation> preparing = new HashMap<>();

    /** The last preparation of each name, wanted or not: a start uses it. */
    private final Map<String, PooledModel> atHand = new HashMap<>();

    private final Set<String> prepared = new HashSet<>();

    /** The models that failed or crashed, and may have to rest. */
    private final Set<String> troubled = new HashSet<>();

    private final Map<Long, Ticket> waiting = new HashMap<>();
    private final Map<Long, Instant> asked = new HashMap<>();
    private Instant now = Instant.EPOCH;
    private Instant woken = Instant.MIN;
    private long happenings;
    private long tickets;
    private int served;
    private int refused;
    private int grown;
    private Duration longestWait = Duration.ZERO;

    /** A generator of its own, so that all other events are the same with changes and without. */
    private final Random changes;

    private final Reconfiguring reconfiguring;
    private final boolean changing;
    private int changed;
    private int outlived;

    /** A future event. */
    private record Happening(Instant when, long number, Runnable what) {}

    /** The real state of a model's process. */
    private static final class Server {
        private PooledModel model;

        /** True if no model has its name and recipe any more. */
        private boolean outdated;

        private boolean ready;
        private boolean loaded;
        private boolean stopping;
        private int leases;
        private Instant lookedAt = Instant.EPOCH.minus(BETWEEN_LOOKS);

        private Server(PooledModel model) {
            this.model = model;
        }
    }

    /** A preparation of a model. */
    private static final class Preparation {
        private final PooledModel model;
        private boolean abandoned;

        private Preparation(PooledModel model) {
            this.model = model;
        }
    }

    /** Makes a course in which models and limits stay as they are. */
    Simulation(long seed) {
        this(seed, false);
    }

    /**
     * @param changing true if models and limits change meanwhile
     */
    Simulation(long seed, boolean changing) {
        this.changing = changing;
        random = new Random(seed);
        // Neighbouring seeds begin with almost the same numbers.
        changes = new Random(seed * SPREAD);
        reconfiguring = new Reconfiguring(changes);
        limits = new PoolLimits(between(1, 3), size(8, 16), 8, PATIENCE);
        sizes = new Sizes(random, limits.memory());
        int count = between(2, 5);
        for (int i = 0; i < count; i++) {
            PooledModel model = model("m" + i, i == 0 && chance(10));
            models.put(model.name(), model);
            sizes.expect(model);
            if (model.pinned()) {
                pinned.add(model.name());
            }
        }
        scheduler = new WatchedScheduler(limits, models.values(), sizes);
    }

    private PooledModel model(String name, boolean pinned) {
        return new PooledModel(
                name,
                Optional.of(size(1, 8)),
                between(1, 3),
                chance(30) ? Optional.of(Duration.ofSeconds(between(0, 20))) : Optional.empty(),
                pinned,
                chance(20) ? 1 : 0,
                chance(20) ? Optional.of(chance(50) ? "a" : "b") : Optional.empty());
    }

    private Footprint size(int least, int most) {
        return new Footprint(
                new ByteSize(between(least, most)), new ByteSize(between(least, most)));
    }

    private int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private Duration upTo(int millis) {
        return Duration.ofMillis(random.nextInt(millis + 1));
    }

    /** Runs all events until no request is left. */
    Simulation run() {
        int requests = between(4, 16);
        int span = chance(50) ? 1_000 : 30_000;
        for (int i = 0; i < requests; i++) {
            after(upTo(span), this::arrive);
        }
        for (int i = between(0, 2); i > 0; i--) {
            after(upTo(span), this::meddle);
        }
        for (int i = changing ? 1 + changes.nextInt(4) : 0; i > 0; i--) {
            after(Duration.ofMillis(changes.nextInt(span)), this::change);
        }
        while (!future.isEmpty() || !waiting.isEmpty()) {
            step();
        }
        check(processes.values().stream().allMatch(one -> one.leases == 0), "a lease was lost");
        return this;
    }

    private void step() {
        Optional<Instant> wake = scheduler.wakeAt(now);
        Happening next = future.peek();
        // A wake-up at the same time comes first, since the next event may mean nothing to the
        // scheduler.
        if (next == null || wake.filter(time -> !time.isAfter(next.when())).isPresent()) {
            check(wake.isPresent(), "somebody waits and nothing will ever happen");
            check(wake.orElseThrow().isAfter(woken), "woken again though nothing was left to do");
            now = wake.orElseThrow();
            woken = now;
            scheduler.wake(now);
        } else {
            future.remove();
            now = next.when();
            next.what().run();
        }
        scheduler.takeActions().forEach(this::act);
        waiting.values().forEach(this::isOfThePool);
        if (processes.isEmpty()) {
            waiting.values().forEach(ticket -> check(!isReady(ticket.model()), "an idle pool"));
        }
        check(
                keepToLimits() || processes.values().stream().noneMatch(this::mayGo),
                "more than the limits allow, and an idle one stays");
        check(
                processes.values().stream()
                        .noneMatch(one -> one.outdated && !one.stopping && one.leases == 0),
                "nobody uses what is outdated, and it stays");
    }

    private boolean keepToLimits() {
        List<PooledModel> staying = models(one -> !one.stopping).toList();
        return sizes.fit(staying.stream())
                && staying.size() <= limits.models()
                && staying.stream().allMatch(one -> staying.stream().allMatch(one::goesWith));
    }

    private void isOfThePool(Ticket ticket) {
        check(models.containsKey(ticket.model()), "waits for what was removed: " + ticket);
    }

    /** Returns true if only other models stand in the way of starting it. */
    private boolean isReady(String model) {
        return prepared.contains(model) && !troubled.contains(model);
    }

    private boolean mayGo(Server process) {
        return process.ready
                && process.leases == 0
                && (process.outdated || !pinned.contains(process.model.name()));
    }

    private Stream<PooledModel> models(Predicate<Server> which) {
        return processes.values().stream().filter(which).map(one -> one.model);
    }

    private void after(Duration time, Runnable what) {
        future.add(new Happening(now.plus(time), happenings++, what));
    }

    private void arrive() {
        Ticket ticket =
                new Ticket(++tickets, anyModel(), CALLERS.get(random.nextInt(CALLERS.size())), now);
        waiting.put(ticket.id(), ticket);
        asked.put(ticket.id(), now);
        scheduler.want(ticket, now);
        if (chance(15)) {
            after(upTo(8_000), () -> leave(ticket));
        }
    }

    /** Changes a model as an operator might. */
    private void meddle() {
        String name = anyModel();
        if (chance(50)) {
            scheduler.unload(name, now);
        } else if (pinned.add(name)) {
            scheduler.pin(name, true, now);
            after(
                    upTo(20_000),
                    () -> {
                        pinned.remove(name);
                        scheduler.pin(name, false, now);
                    });
        }
    }

    /** Changes the configuration. */
    private void change() {
        Reconfiguring.Setting next = reconfiguring.next(limits, models.values());
        boolean calm = waiting.isEmpty() && next.limits().equals(limits) && !adjusts(next);
        List<Server> unchanged =
                processes.values().stream()
                        .filter(one -> !one.stopping && isKept(one, next))
                        .toList();
        for (PooledModel model : next.models()) {
            boolean kept =
                    Optional.ofNullable(models.get(model.name()))
                            .filter(model::isSameAs)
                            .isPresent();
            if (!kept) {
                boolean back =
                        processes.values().stream()
                                .anyMatch(one -> one.ready && one.model.isSameAs(model));
                renew(model, back);
            }
        }
        pinned.removeIf(name -> next.model(name).isEmpty());
        prepared.removeIf(name -> next.model(name).isEmpty());
        models.clear();
        next.models().forEach(model -> models.put(model.name(), model));
        for (Server process : processes.values()) {
            process.outdated = !isKept(process, next) || (process.outdated && !process.ready);
            if (!process.outdated) {
                process.model = Objects.requireNonNull(models.get(process.model.name()));
            }
            outlived += process.outdated && process.leases > 0 ? 1 : 0;
        }
        limits = next.limits();
        sizes.bound(limits.memory());
        changed++;
        scheduler.change(limits, next.models(), now);
        scheduler.takeActions().forEach(this::act);
        if (calm) {
            check(
                    unchanged.stream().noneMatch(one -> one.stopping),
                    "an unchanged one was stopped");
        }
    }

    private boolean adjusts(Reconfiguring.Setting next) {
        return next.models().stream()
                .anyMatch(
                        one ->
                                Optional.ofNullable(models.get(one.name()))
                                        .filter(old -> old.isSameAs(one) && !old.equals(one))
                                        .isPresent());
    }

    private static boolean isKept(Server process, Reconfiguring.Setting next) {
        return next.model(process.model.name()).filter(process.model::isSameAs).isPresent();
    }

    /** Forgets everything about the name except the state of a server that comes back. */
    private void renew(PooledModel model, boolean back) {
        troubled.remove(model.name());
        prepared.remove(model.name());
        if (!back) {
            expect(model);
        }
        if (!models.containsKey(model.name()) && model.pinned()) {
            pinned.add(model.name());
        }
    }

    private String anyModel() {
        List<String> names = List.copyOf(models.keySet());
        return names.get(random.nextInt(names.size()));
    }

    private void leave(Ticket ticket) {
        if (waiting.remove(ticket.id()) != null) {
            scheduler.cancel(ticket.id(), now);
        }
    }

    private void act(PoolAction action) {
        switch (action) {
            case PoolAction.Prepare(PooledModel model) -> prepare(model);
            case PoolAction.Start(PooledModel model) -> start(model);
            case PoolAction.Stop(String model) -> stop(model);
            case PoolAction.Observe(String model) -> look(model);
            case PoolAction.Abandon(String model) -> abandon(model);
            case PoolAction.Report _ -> {}
            case PoolAction.Grant(Ticket ticket, long run) -> grant(ticket, run);
            case PoolAction.Refuse(Ticket ticket, Failure why) -> refuse(ticket, why);
        }
    }

    private void prepare(PooledModel model) {
        Preparation preparation = new Preparation(model);
        check(preparing.put(model.name(), preparation) == null, "prepared twice: " + model.name());
        boolean fails = chance(3);
        after(chance(10) ? upTo(600_000) : upTo(1_000), () -> finish(preparation, fails));
    }

    /** Ends a preparation soon, in success or failure. */
    private void abandon(String name) {
        Preparation preparation = preparing.get(name);
        if (preparation == null || preparation.abandoned) {
            throw new AssertionError("there is nothing to give up: " + name);
        }
        check(!preparation.model.equals(models.get(name)), "given up though wanted: " + name);
        preparation.abandoned = true;
        boolean fails = changes.nextBoolean();
        after(Duration.ofMillis(changes.nextInt(1_000)), () -> finish(preparation, fails));
    }

    private void finish(Preparation preparation, boolean fails) {
        PooledModel model = preparation.model;
        if (!preparing.remove(model.name(), preparation)) {
            return;
        }
        boolean wanted = !preparation.abandoned;
        if (!fails) {
            atHand.put(model.name(), model);
        }
        if (fails) {
            if (wanted) {
                troubled.add(model.name());
            }
            scheduler.failed(model.name(), new LoadFailure(false, "no file"), now);
        } else {
            if (wanted) {
                prepared.add(model.name());
                expect(model);
            }
            scheduler.prepared(model.name(), model.memory().orElseThrow(), now);
        }
    }

    /** Notes that a model is prepared, or new; a process of its recipe that ends counts on. */
    private void expect(PooledModel model) {
        Server process = processes.get(model.name());
        if (process == null || !process.outdated || !process.model.isSameAs(model)) {
            sizes.expect(model);
        }
    }

    private void end(Server process) {
        processes.remove(process.model.name());
        if (process.outdated) {
            // Its measured size is not that of a model that comes back by the same recipe.
            sizes.expect(process.model);
        }
    }

    private void start(PooledModel model) {
        check(!preparing.containsKey(model.name()), "started unprepared: " + model.name());
        check(!processes.containsKey(model.name()), "started twice: " + model.name());
        check(
                model.isSameAs(Objects.requireNonNull(atHand.get(model.name()))),
                "started by another recipe: " + model);
        Server process = new Server(model);
        processes.values().forEach(other -> check(model.goesWith(other.model), "groups mixed"));
        processes.put(model.name(), process);
        check(processes.size() <= limits.models(), "too many processes");
        check(sizes.fit(models(_ -> true)), "too much memory");
        int fate = random.nextInt(100);
        after(
                upTo(4_000),
                () -> {
                    if (processes.get(model.name()) != process || process.stopping) {
                        loadedTooLate(process);
                    } else if (fate < 8) {
                        processes.remove(model.name());
                        troubled.add(model.name());
                        scheduler.failed(model.name(), new LoadFailure(fate < 4, "bad luck"), now);
                    } else {
                        process.ready = true;
                        process.loaded = true;
                        scheduler.loaded(model.name(), measured(model), now);
                        if (chance(20)) {
                            after(upTo(10_000), () -> grow(process));
                        }
                    }
                });
        if (fate > 90) {
            after(upTo(15_000), () -> crash(process));
        }
    }

    /** Lets a server become ready at the moment when it was told to end. */
    private void loadedTooLate(Server process) {
        if (processes.get(process.model.name()) == process
                && !process.loaded
                && changes.nextBoolean()) {
            process.loaded = true;
            scheduler.loaded(process.model.name(), MeasuredMemory.NOTHING, now);
        }
    }

    /** Returns a measurement, which is sometimes larger or smaller than expected. */
    private MeasuredMemory measured(PooledModel model) {
        MeasuredMemory measured = chance(10) ? sizes.anything(2) : MeasuredMemory.NOTHING;
        sizes.loaded(model, measured);
        return measured;
    }

    private void look(String name) {
        Server process = process(name);
        check(process.ready, "looked at what is not ready: " + name);
        check(
                !now.isBefore(process.lookedAt.plus(BETWEEN_LOOKS)),
                "looked at again so soon: " + name);
        process.lookedAt = now;
        if (chance(30)) {
            after(upTo(5_000), () -> grow(process));
        }
    }

    /** Measures a server again; one that has ended is not reported. */
    private void grow(Server process) {
        String name = process.model.name();
        if (processes.get(name) != process) {
            return;
        }
        MeasuredMemory seen = sizes.anything(0);
        if (process.ready) {
            sizes.observed(process.model, seen);
            grown++;
        }
        scheduler.observed(name, seen, now);
    }

    private void crash(Server process) {
        if (process.ready && processes.get(process.model.name()) == process) {
            end(process);
            process.leases = 0;
            if (!process.outdated) {
                troubled.add(process.model.name());
            }
            scheduler.exited(process.model.name(), now);
        }
    }

    private void stop(String name) {
        Server process = process(name);
        check(process.leases == 0, "stopped while it is leased: " + name);
        check(!process.stopping, "stopped twice: " + name);
        check(process.ready || process.outdated, "stopped while it loads: " + name);
        check(process.outdated || !pinned.contains(name), "stopped though it is pinned: " + name);
        process.ready = false;
        process.stopping = true;
        after(
                upTo(2_000),
                () -> {
                    end(process);
                    if (process.loaded) {
                        scheduler.exited(name, now);
                    } else {
                        scheduler.failed(name, new LoadFailure(false, "it was stopped"), now);
                    }
                });
    }

    private void grant(Ticket ticket, long run) {
        answered(ticket);
        Server process = process(ticket.model());
        check(process.ready && !process.stopping, "a lease of what is not ready");
        check(!process.outdated, "a lease of what is outdated: " + ticket);
        process.leases++;
        check(process.leases <= process.model.concurrency(), "more leases than it gives");
        served++;
        KeepAlive keep = KEEP_ALIVES.get(random.nextInt(KEEP_ALIVES.size()));
        after(
                chance(5) ? upTo(60_000) : upTo(3_000),
                () -> {
                    if (processes.get(ticket.model()) == process) {
                        process.leases--;
                    }
                    scheduler.released(ticket, run, keep, now);
                });
    }

    private void refuse(Ticket ticket, Failure why) {
        answered(ticket);
        refused++;
        check(
                !why.message().contains(" within "),
                "waited in vain for " + ticket.model() + ": " + why.message());
    }

    private void answered(Ticket ticket) {
        check(waiting.remove(ticket.id()) != null, "answered twice, or after it left: " + ticket);
        Duration wait = Duration.between(asked.get(ticket.id()), now);
        if (wait.compareTo(longestWait) > 0) {
            longestWait = wait;
        }
    }

    private Server process(String name) {
        Server process = processes.get(name);
        if (process == null) {
            throw new AssertionError("there is no process of " + name);
        }
        return process;
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(
                    "at " + Duration.between(Instant.EPOCH, now) + ": " + otherwise);
        }
    }

    int served() {
        return served;
    }

    int grown() {
        return grown;
    }

    /** Returns the number of changes of the pool. */
    int changed() {
        return changed;
    }

    /** Returns the number of servers that became outdated while in use. */
    int outlived() {
        return outlived;
    }

    int refused() {
        return refused;
    }

    Duration longestWait() {
        return longestWait;
    }

    Promises.Tried tried() {
        return scheduler.tried();
    }

    /** Returns the course of events, for a failed one. */
    @Override
    public String toString() {
        List<String> all = new ArrayList<>(List.of(limits.toString()));
        models.values().forEach(model -> all.add(model.toString()));
        return String.join("\n", all);
    }
}
