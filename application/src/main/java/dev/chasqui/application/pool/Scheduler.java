package dev.chasqui.application.pool;

import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.KeepAlive;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.Observed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides what is loaded, who gets a lease, who waits and who goes.
 *
 * <p>It is told what happened, each time with the time at which it did, and keeps a list of what is
 * to be done; it does nothing itself and waits for nothing. What it promises:
 *
 * <ul>
 *   <li>A model has one process at most: it is started when the last one is gone.
 *   <li>Those that are there, coming and going included, keep to the limits.
 *   <li>Who is leased, loading or pinned is not told to go.
 *   <li>Everybody who waits is served or refused within his patience.
 *   <li>A model that others wait for stays for some times as long as loading takes, and then serves
 *       nobody new: no thrash while two models want one place, and no starvation.
 * </ul>
 *
 * <p>Used by one thread.
 */
public final class Scheduler {
    /** Memory of a process that is gone takes a moment to be free, on a GPU above all. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    /** After a crash those who ask wait so long for a fresh start; for a longer one they do not. */
    private static final Duration WORTH_WAITING = Duration.ofSeconds(5);

    private final PoolLimits limits;
    private final Map<String, Resident> residents = new LinkedHashMap<>();
    private final Queue queue;
    private final List<PoolAction> actions = new ArrayList<>();

    /** Whether those that are there may take more than they were expected to, and than there is. */
    private boolean crowded;

    /** What was planned last: its draining ones and its time hold until the next plan. */
    private Placing.Plan plan = Placing.Plan.NOTHING;

    /**
     * A pool in which nothing is loaded.
     *
     * @throws IllegalArgumentException if a model is named twice
     */
    public Scheduler(PoolLimits limits, Collection<PooledModel> models) {
        this.limits = limits;
        this.queue = new Queue(limits.waiting());
        for (PooledModel model : models) {
            if (residents.put(model.name(), new Resident(model)) != null) {
                throw new IllegalArgumentException("model '" + model.name() + "' is named twice");
            }
        }
    }

    /**
     * Somebody wants a lease; he gets a {@code Grant} or a {@code Refuse}, if he does not leave.
     */
    public void want(Ticket ticket, Instant now) {
        Resident wanted = residents.get(ticket.model());
        if (wanted == null) {
            refuse(
                    ticket,
                    new Failure.UnknownModel(ticket.model(), List.copyOf(residents.keySet())));
            return;
        }
        hopeless(wanted, now).ifPresentOrElse(why -> refuse(ticket, why), () -> queue(ticket));
        settle(now);
    }

    private void queue(Ticket ticket) {
        Ticket out = queue.add(ticket);
        if (out != null) {
            refuse(out, Refusals.tooManyWait(limits));
        }
    }

    /** Why there is no point in waiting for the model. */
    private Optional<Failure> hopeless(Resident wanted, Instant now) {
        if (!wanted.present()) {
            Optional<String> failure = wanted.setbacks().lastFailure();
            Duration backoff = Duration.between(now, wanted.setbacks().notBefore());
            if (failure.isPresent() && backoff.isPositive()) {
                return Optional.of(Refusals.failed(wanted, failure.get()));
            }
            if (backoff.compareTo(WORTH_WAITING) > 0) {
                return Optional.of(Refusals.rests(wanted, backoff));
            }
            if (!new Room(limits, Room.pinned(residents.values())).fits(wanted)) {
                return Optional.of(Refusals.failed(wanted, tooLarge(wanted)));
            }
        }
        return Optional.empty();
    }

    private String tooLarge(Resident wanted) {
        return Refusals.tooLarge(wanted, residents.values(), limits);
    }

    /** Somebody does not want his lease any more; one that he has already is not meant. */
    public void cancel(long ticket, Instant now) {
        queue.find(ticket).ifPresent(queue::remove);
        settle(now);
    }

    /**
     * A lease is over.
     *
     * @param run of the grant; a lease of a run that is over counts no more
     */
    public void released(Ticket ticket, long run, KeepAlive keep, Instant now) {
        Resident model = resident(ticket.model());
        if (model.run() == run && model.leases() > 0) {
            model.release(keep, now);
        }
        queue.released(ticket.caller());
        settle(now);
    }

    /**
     * All is there that it takes to load a model.
     *
     * @param estimate what it will take
     */
    public void prepared(String name, Footprint estimate, Instant now) {
        Resident model = resident(name);
        if (model.preparing()) {
            model.prepared(estimate);
            settle(now);
        }
    }

    /**
     * A model's server is ready.
     *
     * @param seen what it takes, as far as that could be seen
     */
    public void loaded(String name, Observed seen, Instant now) {
        Resident model = resident(name);
        if (model.phase() == Resident.Phase.LOADING) {
            // What has been loaded alone can be loaded alone again, whatever it took.
            model.loaded(seen, limits.memory(), now);
            actions.add(
                    PoolAction.Report.of(
                            model, "is ready after " + model.load().toMillis() + " ms"));
            reckonWith(model, now);
        }
    }

    /**
     * It was looked again what a model's server takes.
     *
     * @param seen of the run that is ready now
     */
    public void observed(String name, Observed seen, Instant now) {
        Resident model = resident(name);
        if (model.ready()) {
            model.observed(seen, limits.memory());
            reckonWith(model, now);
        }
    }

    /** It may take more than was expected, and than there is. */
    private void reckonWith(Resident model, Instant now) {
        crowded = true;
        model.news().ifPresent(text -> actions.add(PoolAction.Report.of(model, text)));
        settle(now);
    }

    /** A model could not be prepared, or its server did not become ready and is gone. */
    public void failed(String name, LoadFailure failure, Instant now) {
        Resident model = resident(name);
        if (model.phase() != Resident.Phase.LOADING && !model.preparing()) {
            return;
        }
        if (failure.outOfMemory() && !model.setbacks().secondTry()) {
            model.tryAgain(now.plus(SETTLING), now);
            residents.values().stream()
                    .filter(one -> one.idle() && !one.pinned())
                    .toList()
                    .forEach(one -> stop(one, "'" + name + "' found too little memory", now));
        } else {
            model.failed(failure.why(), now);
            actions.add(
                    PoolAction.Report.amiss(
                            model,
                            "cannot be loaded: " + failure.why().lines().findFirst().orElse("")));
            refuseAll(model, failure.why());
        }
        settle(now);
    }

    /** A model's process is gone, whether it was told to or not. */
    public void exited(String name, Instant now) {
        Resident model = resident(name);
        if (model.phase() == Resident.Phase.LOADING) {
            failed(name, new LoadFailure(false, "its process ended"), now);
            return;
        }
        if (model.ready()) {
            actions.add(
                    PoolAction.Report.amiss(model, "has lost its server, which ended by itself"));
        }
        model.exited(now);
        // Who waits already is told no less than who comes now.
        hopeless(model, now)
                .ifPresent(why -> queue.removeAll(name).forEach(ticket -> refuse(ticket, why)));
        settle(now);
    }

    /**
     * A model shall leave as soon as nobody uses it; who wants it from now on gets it loaded anew.
     * A pinned one stays.
     */
    public void unload(String name, Instant now) {
        resident(name).unload();
        settle(now);
    }

    /** A model shall stay from now on, or need not any more. */
    public void pin(String name, boolean pinned, Instant now) {
        resident(name).pin(pinned);
        settle(now);
    }

    /** What each model is doing, in the order in which they were named. */
    public List<ModelState> states() {
        return residents.values().stream().map(this::state).toList();
    }

    /** What one model is doing. */
    public ModelState state(String name) {
        return state(resident(name));
    }

    private ModelState state(Resident one) {
        return one.state(queue.waitingFor(one.name()).size());
    }

    /** The time has come that {@link #wakeAt} said. */
    public void wake(Instant now) {
        settle(now);
    }

    /** What is to be done since this was asked last, in this order. */
    public List<PoolAction> takeActions() {
        List<PoolAction> taken = List.copyOf(actions);
        actions.clear();
        return taken;
    }

    /** When to call {@link #wake} if nothing else happens before; empty if there is no need. */
    public Optional<Instant> wakeAt(Instant now) {
        Stream<Instant> patience = queue.oldest().map(this::deadline).stream();
        Stream<Instant> ends = residents.values().stream().flatMap(one -> one.leavesAt().stream());
        Stream<Instant> looks = residents.values().stream().flatMap(one -> one.lookAt().stream());
        Stream<Instant> starts =
                residents.values().stream()
                        .filter(one -> !one.present() && queue.isWaitedFor(one.name()))
                        .map(one -> one.setbacks().notBefore())
                        .filter(now::isBefore);
        return Stream.of(patience, ends, looks, starts, plan.again().stream())
                .flatMap(times -> times)
                .min(Instant::compareTo);
    }

    private Resident resident(String name) {
        Resident resident = residents.get(name);
        if (resident == null) {
            throw new IllegalArgumentException("there is no model '" + name + "' in the pool");
        }
        return resident;
    }

    private void refuse(Ticket ticket, Failure why) {
        actions.add(new PoolAction.Refuse(ticket, why));
    }

    private void refuseAll(Resident model, String why) {
        queue.removeAll(model.name())
                .forEach(ticket -> refuse(ticket, Refusals.failed(model, why)));
    }

    private void stop(Resident one, String why, Instant now) {
        one.stop(now);
        actions.add(new PoolAction.Stop(one.name()));
        actions.add(PoolAction.Report.of(one, "goes: " + why));
    }

    /** Does what can be done now; nothing is left that only another event would bring about. */
    private void settle(Instant now) {
        refuseImpatient(now);
        place(now);
        residents.values().forEach(one -> grant(one, now));
        leaveIdle(now);
        if (crowded) {
            thinOut(now);
        }
        look(now);
    }

    private void look(Instant now) {
        for (Resident one : residents.values()) {
            if (one.toBeLookedAt(now)) {
                one.lookedAt(now);
                actions.add(new PoolAction.Observe(one.name()));
            }
        }
    }

    /**
     * Who is idle goes, the first to go before others, until those that stay keep to the limits.
     */
    private void thinOut(Instant now) {
        List<Resident> staying =
                new ArrayList<>(residents.values().stream().filter(Resident::stays).toList());
        for (Resident one : Eviction.inOrder(staying)) {
            if (Room.holds(limits, staying)) {
                break;
            }
            if (one.idle() && !one.pinned()) {
                staying.remove(one);
                stop(one, "there is too little memory for all", now);
            }
        }
        crowded = !Room.holds(limits, staying);
    }

    private Instant deadline(Ticket ticket) {
        return ticket.since().plus(limits.patience());
    }

    private void refuseImpatient(Instant now) {
        for (Optional<Ticket> oldest = queue.oldest();
                oldest.isPresent() && !deadline(oldest.get()).isAfter(now);
                oldest = queue.oldest()) {
            queue.remove(oldest.get());
            refuse(oldest.get(), Refusals.waitedTooLong(resident(oldest.get().model()), limits));
        }
    }

    /** Starts what is waited for, where there is room; else sees who shall go for it. */
    private void place(Instant now) {
        plan = Placing.plan(residents, queue, limits, now);
        // Somebody was pinned, or turned out to be larger, while they waited.
        plan.hopeless().forEach(one -> refuseAll(one, tooLarge(one)));
        for (Resident one : plan.prepare()) {
            one.prepare();
            actions.add(new PoolAction.Prepare(one.model()));
        }
        for (Resident one : plan.start()) {
            one.start(now);
            actions.add(PoolAction.Report.of(one, "is being loaded"));
            actions.add(new PoolAction.Start(one.model()));
        }
        plan.stop().forEach(one -> stop(one, "its place is needed", now));
    }

    private void grant(Resident one, Instant now) {
        while (one.ready()
                && !one.leaving()
                && one.leases() < one.model().concurrency()
                && queue.isWaitedFor(one.name())
                && !plan.draining().contains(one)) {
            one.lease(now);
            actions.add(new PoolAction.Grant(queue.serve(one.name()), one.run()));
        }
    }

    private void leaveIdle(Instant now) {
        for (Resident one : residents.values()) {
            if (one.leavesBy(now)) {
                stop(one, one.leaving() ? "it was unloaded" : "nobody used it for its ttl", now);
            }
        }
    }
}
