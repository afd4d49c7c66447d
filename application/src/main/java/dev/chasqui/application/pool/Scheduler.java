package dev.chasqui.application.pool;

import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.KeepAlive;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pool's state machine: it decides which models are loaded, which callers get a lease, and
 * which models leave.
 *
 * <p>Each method is an event, with the time at which it happened. An event changes the state and
 * adds to a list of {@linkplain #takeActions actions}; the scheduler itself carries out nothing and
 * waits for nothing. It promises:
 *
 * <ul>
 *   <li>A model has one process at most: it is started when the last one has ended.
 *   <li>The models in memory, those that are starting or ending included, keep to the limits.
 *   <li>A model with a lease is not stopped; nor is one that is loading or pinned, unless it was
 *       removed or its recipe has changed.
 *   <li>Every waiting caller is served or refused within the patience of the limits.
 *   <li>A model that others wait for stays for some multiples of the loading time, and then grants
 *       no new leases: so two models that want one place neither thrash nor starve.
 * </ul>
 *
 * <p>Used by one thread.
 */
public final class Scheduler {
    /** The time until the memory of an ended process is free, above all on a GPU. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    private PoolLimits limits;
    private final Residents residents;
    private final Queue queue;
    private final OvercommitWatch overcommit = new OvercommitWatch();
    private final List<PoolAction> actions = new ArrayList<>();

    /** The last plan: its draining models and its time hold until the next plan. */
    private PlacementPlanner.Plan plan = PlacementPlanner.Plan.NOTHING;

    /**
     * Makes the state of a pool without loaded models.
     *
     * @throws IllegalArgumentException if a model is named twice
     */
    public Scheduler(PoolLimits limits, Collection<PooledModel> models) {
        this.limits = limits;
        this.queue = new Queue(limits.waiting());
        this.residents = new Residents(models);
    }

    /**
     * Gives the pool other models, or other limits.
     *
     * <p>A model that is the same as before keeps its server and its state. A model that was
     * removed, or whose recipe has changed, keeps its leases; its server ends when the last one is
     * over. A caller that waits for a removed model is refused; a caller that waits for a changed
     * one gets it by its new recipe. If more is loaded than the limits allow, models leave in the
     * order of eviction, but none that is in use.
     *
     * @throws IllegalArgumentException if a model is named twice; nothing has changed then
     */
    public PoolChange change(PoolLimits to, Collection<PooledModel> models, Instant now) {
        PoolChange change = residents.change(models);
        limits = to;
        queue.bound(to.waiting());
        residents.all().forEach(one -> one.count().bound(to.memory()));
        residents.retired().forEach(one -> end(one, now));
        residents.forgetGone();
        change.removed().forEach(name -> refuseAll(name, Refusals.removed(name)));
        overcommit.poolChanged();
        evictSurplus(now);
        settle(now);
        return change;
    }

    /** Ends everything of a retired model but its leases. */
    private void end(Resident one, Instant now) {
        if (one.preparing()) {
            one.abandon();
            actions.add(new PoolAction.Abandon(one.name()));
        } else if (one.loading() || one.idle()) {
            stop(one, one.reason(), now);
        }
    }

    /** Adds a caller, which gets a {@code Grant} or a {@code Refuse} unless it is cancelled. */
    public void want(Ticket ticket, Instant now) {
        Optional<Resident> known = residents.named(ticket.model());
        if (known.isEmpty()) {
            List<String> names = residents.named().stream().map(Resident::name).toList();
            refuse(ticket, new Failure.UnknownModel(ticket.model(), names));
            return;
        }
        hopeless(known.get(), now).ifPresentOrElse(why -> refuse(ticket, why), () -> queue(ticket));
        settle(now);
    }

    private void queue(Ticket ticket) {
        Ticket out = queue.add(ticket);
        if (out != null) {
            refuse(out, Refusals.tooManyWait(limits));
        }
    }

    /** Returns the reason why waiting for the model is in vain; empty if it is not. */
    private Optional<Failure> hopeless(Resident wanted, Instant now) {
        return Refusals.hopeless(wanted, residents.named(), limits, now);
    }

    /** Removes a caller that no longer waits; a lease that it has already is not affected. */
    public void cancel(long ticket, Instant now) {
        queue.find(ticket).ifPresent(queue::remove);
        settle(now);
    }

    /**
     * Notes that a lease is over.
     *
     * @param run the run of the grant; a lease of a run that has ended has no effect
     * @param keep the time that the model shall stay from now on, if the request says so
     */
    public void released(Ticket ticket, long run, KeepAlive keep, Instant now) {
        residents.ofRun(ticket.model(), run).ifPresent(model -> model.release(keep, now));
        queue.released(ticket.caller());
        settle(now);
    }

    /**
     * Notes that everything is there that loading a model needs.
     *
     * @param estimate the memory that it will take
     */
    public void prepared(String name, Footprint estimate, Instant now) {
        residents
                .unready(name)
                .ifPresent(
                        model -> {
                            if (model.retired()) {
                                model.ended(now);
                            } else if (model.preparing()) {
                                model.prepared(estimate);
                            }
                            settle(now);
                        });
    }

    /**
     * Notes that a model's server is ready.
     *
     * @param seen the memory that it takes, as far as it could be measured
     */
    public void loaded(String name, MeasuredMemory seen, Instant now) {
        residents
                .withProcess(name)
                .filter(Resident::loading)
                .ifPresent(model -> loaded(model, seen, now));
    }

    private void loaded(Resident model, MeasuredMemory seen, Instant now) {
        // A model that was loaded alone can be loaded alone again, whatever it took.
        model.loaded(seen, limits.memory(), now);
        actions.add(
                PoolAction.Report.of(model, "is ready after " + model.load().toMillis() + " ms"));
        memoryChanged(model, now);
    }

    /**
     * Takes a further measurement of a model's server.
     *
     * @param seen the memory of the run that is ready now
     */
    public void observed(String name, MeasuredMemory seen, Instant now) {
        residents
                .withProcess(name)
                .filter(Resident::ready)
                .ifPresent(
                        model -> {
                            model.count().observed(seen, limits.memory());
                            memoryChanged(model, now);
                        });
    }

    /** Reacts to a measurement: the model may take more than expected, and more than there is. */
    private void memoryChanged(Resident model, Instant now) {
        overcommit.memoryGrew();
        model.count()
                .takeReport()
                .ifPresent(text -> actions.add(PoolAction.Report.of(model, text)));
        settle(now);
    }

    /** Notes that preparing a model failed, or that its server ended before it was ready. */
    public void failed(String name, LoadFailure failure, Instant now) {
        residents.unready(name).ifPresent(model -> failed(model, failure, now));
    }

    private void failed(Resident model, LoadFailure failure, Instant now) {
        if (model.retired()) {
            model.ended(now);
        } else if (failure.outOfMemory() && !model.backoff().secondTry()) {
            model.retry(now.plus(SETTLING), now);
            String why = "'" + model.name() + "' found too little memory";
            residents.named().stream()
                    .filter(one -> one.idle() && !one.pinned())
                    .toList()
                    .forEach(one -> stop(one, why, now));
        } else {
            model.failed(failure.why(), now);
            actions.add(
                    PoolAction.Report.warning(
                            model,
                            "cannot be loaded: " + failure.why().lines().findFirst().orElse("")));
            refuseAll(model.name(), Refusals.failed(model, failure.why()));
        }
        settle(now);
    }

    /** Notes that a model's process has ended, whether it was told to or not. */
    public void exited(String name, Instant now) {
        residents.withProcess(name).ifPresent(model -> exited(model, now));
    }

    private void exited(Resident model, Instant now) {
        if (model.loading()) {
            failed(model, new LoadFailure(false, "its process ended"), now);
            return;
        }
        if (model.ready()) {
            actions.add(
                    PoolAction.Report.warning(model, "has lost its server, which ended by itself"));
        }
        model.exited(now);
        if (!model.retired()) {
            // A caller that waits already is refused as one that comes now would be.
            hopeless(model, now).ifPresent(why -> refuseAll(model.name(), why));
        }
        settle(now);
    }

    /** Makes a model leave as soon as it has no lease, unless it is pinned. */
    public void unload(String name, Instant now) {
        residents.named(name).ifPresent(Resident::unload);
        settle(now);
    }

    /** Pins a model, so that it stays, or unpins it. */
    public void pin(String name, boolean pinned, Instant now) {
        residents.named(name).ifPresent(model -> model.pin(pinned));
        settle(now);
    }

    /** Returns the state of each model in order, then of removed ones that have not left yet. */
    public List<ModelState> states() {
        return residents.states(queue);
    }

    /** Returns the state of one model of the pool. */
    public ModelState state(String name) {
        return residents.state(residents.required(name), queue);
    }

    /** Notes that the time of {@link #wakeAt} has come. */
    public void wake(Instant now) {
        settle(now);
    }

    /** Returns the actions since the last call, to be carried out in this order. */
    public List<PoolAction> takeActions() {
        List<PoolAction> taken = List.copyOf(actions);
        actions.clear();
        return taken;
    }

    /** Returns when to call {@link #wake} if no event comes before; empty if never. */
    public Optional<Instant> wakeAt(Instant now) {
        Stream<Instant> patience = queue.oldest().map(this::deadline).stream();
        Stream<Instant> ends = residents.all().stream().flatMap(one -> one.leavesAt().stream());
        Stream<Instant> measurements =
                residents.all().stream().flatMap(one -> one.measurements().next().stream());
        Stream<Instant> starts =
                residents.named().stream()
                        .filter(one -> !one.present() && queue.isWaitedFor(one.name()))
                        .map(one -> one.backoff().notBefore())
                        .filter(now::isBefore);
        return Stream.of(patience, ends, measurements, starts, plan.retryAt().stream())
                .flatMap(times -> times)
                .min(Instant::compareTo);
    }

    private void refuse(Ticket ticket, Failure why) {
        actions.add(new PoolAction.Refuse(ticket, why));
    }

    private void refuseAll(String model, Failure why) {
        queue.removeAll(model).forEach(ticket -> refuse(ticket, why));
    }

    private void stop(Resident one, String why, Instant now) {
        one.stop(now);
        actions.add(new PoolAction.Stop(one.name()));
        actions.add(PoolAction.Report.of(one, "goes: " + why));
    }

    /** Decides everything that can be decided now; nothing is left for another event. */
    private void settle(Instant now) {
        residents.forgetGone();
        refuseLate(now);
        place(now);
        residents.named().forEach(one -> grant(one, now));
        stopUnused(now);
        evictSurplus(now);
        measure(now);
    }

    private void measure(Instant now) {
        for (Resident one : residents.all()) {
            if (one.measurements().due(now)) {
                one.measurements().begin(one.leases() > 0, now);
                actions.add(new PoolAction.Observe(one.name()));
            }
        }
    }

    private void evictSurplus(Instant now) {
        if (overcommit.active()) {
            overcommit
                    .leaving(residents.all(), limits)
                    .forEach(one -> stop(one, "there is too little room for all", now));
            overcommit
                    .draining(residents.named(), limits)
                    .forEach(one -> one.leave("the pool has less room than before"));
        }
    }

    private Instant deadline(Ticket ticket) {
        return ticket.since().plus(limits.patience());
    }

    private void refuseLate(Instant now) {
        for (Optional<Ticket> oldest = queue.oldest();
                oldest.isPresent() && !deadline(oldest.get()).isAfter(now);
                oldest = queue.oldest()) {
            Ticket late = oldest.get();
            queue.remove(late);
            refuse(late, Refusals.waitedTooLong(residents.required(late.model()), limits));
        }
    }

    /** Starts the models that are waited for if there is room; else decides which models leave. */
    private void place(Instant now) {
        plan = PlacementPlanner.plan(residents, queue, limits, now);
        // A model was pinned, or turned out to be larger, while callers waited for these.
        plan.hopeless()
                .forEach(
                        one ->
                                refuseAll(
                                        one.name(),
                                        Refusals.noRoom(one, residents.named(), limits)));
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

    private void stopUnused(Instant now) {
        for (Resident one : residents.all()) {
            if (one.leavesBy(now)) {
                stop(one, one.reason(), now);
            }
        }
    }
}
