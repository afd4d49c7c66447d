package dev.chasqui.application.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The plan of which models are prepared, started and stopped so that waiting callers get theirs.
 * Pure: it reads the pool's state and changes nothing.
 *
 * <p>The models are placed in the order of {@link FairOrder}. A model that fits is started. For one
 * that does not fit, {@link Eviction} chooses others to leave: those that are idle, or that have
 * served for their tenure while others wait. Room that an earlier model waits for is not given to a
 * later one.
 */
final class PlacementPlanner {
    /**
     * The time that a loaded model may keep its place, in multiples of the time to load a model.
     */
    private static final int LOADS_OF_TENURE = 2;

    private static final Duration SHORTEST_TENURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_TENURE = Duration.ofSeconds(30);

    /** The pause between two requests of a busy client, in which its model is not idle. */
    private static final Duration LINGER = Duration.ofMillis(100);

    private final Residents residents;
    private final Queue queue;
    private final PoolLimits limits;
    private final Instant now;

    private final List<Resident> hopeless = new ArrayList<>();
    private final List<Resident> prepare = new ArrayList<>();
    private final List<Resident> start = new ArrayList<>();
    private final List<Resident> stop = new ArrayList<>();
    private final Set<Resident> draining = new LinkedHashSet<>();
    private Optional<Instant> retryAt = Optional.empty();

    /** The models that have a place once everything is done as planned. */
    private final List<Resident> planned;

    private PlacementPlanner(Residents residents, Queue queue, PoolLimits limits, Instant now) {
        this.residents = residents;
        this.queue = queue;
        this.limits = limits;
        this.now = now;
        this.planned =
                new ArrayList<>(
                        residents.all().stream()
                                .filter(one -> one.present() && !one.stopping())
                                .toList());
    }

    /**
     * The actions to take.
     *
     * @param hopeless the models that can never be loaded beside the pinned ones
     * @param prepare the models to prepare
     * @param start the models to start
     * @param stop the models that leave for others and have no lease
     * @param draining the models that grant no more leases, since others wait for their place
     * @param retryAt the time when a place may be taken that may not be taken now; apart from that,
     *     a new plan is needed only after an event
     */
    record Plan(
            List<Resident> hopeless,
            List<Resident> prepare,
            List<Resident> start,
            List<Resident> stop,
            Set<Resident> draining,
            Optional<Instant> retryAt) {
        static final Plan NOTHING =
                new Plan(List.of(), List.of(), List.of(), List.of(), Set.of(), Optional.empty());
    }

    /**
     * Makes a plan for one moment.
     *
     * @param residents all models
     */
    static Plan plan(Residents residents, Queue queue, PoolLimits limits, Instant now) {
        if (queue.models().stream().allMatch(name -> residents.required(name).stays())) {
            return Plan.NOTHING;
        }
        PlacementPlanner planner = new PlacementPlanner(residents, queue, limits, now);
        planner.placeAll();
        return new Plan(
                planner.hopeless,
                planner.prepare,
                planner.start,
                planner.stop,
                planner.draining,
                planner.retryAt);
    }

    private void placeAll() {
        PoolOccupancy present = new PoolOccupancy(limits, present().toList());
        PoolOccupancy pinned = new PoolOccupancy(limits, PoolOccupancy.pinned(residents.named()));
        PoolOccupancy kept = new PoolOccupancy(limits, present().filter(Resident::pinned).toList());
        boolean leaving = present().anyMatch(Resident::stopping);
        boolean oneWaits = false;
        for (Resident wanted : wantedInOrder()) {
            if (!wanted.present() && !pinned.fits(wanted)) {
                hopeless.add(wanted);
                continue;
            }
            if (!wanted.present() && now.isBefore(wanted.backoff().notBefore())) {
                // The model's turn comes after its rest; the others do not wait for that.
                continue;
            }
            if (!wanted.prepared()) {
                // Its size is unknown, perhaps for hours of downloading, so others need not make
                // room yet.
                if (!wanted.present()
                        && !wanted.preparing()
                        && !residents.hasUnfinishedBefore(wanted)) {
                    prepare.add(wanted);
                }
                continue;
            }
            if (!kept.fits(wanted)) {
                // It would take room that an earlier model waits for.
                continue;
            }
            kept.add(wanted);
            boolean settling = wanted.backoff().secondTry() && leaving;
            boolean startable = !wanted.present() && !residents.hasProcessBefore(wanted);
            if (startable && !settling && present.fits(wanted)) {
                start.add(wanted);
                present.add(wanted);
                planned.add(wanted);
                continue;
            }
            makeRoom(wanted);
            if (!oneWaits) {
                oneWaits = true;
                startedSince(waitedForSince(wanted)).forEach(kept::add);
            }
        }
    }

    /** Returns the models that are waited for and have no server, present or future, in turn. */
    private List<Resident> wantedInOrder() {
        List<Ticket> waiting =
                queue.all().stream()
                        .filter(ticket -> !residents.required(ticket.model()).stays())
                        .toList();
        return FairOrder.loadOrder(waiting, name -> residents.required(name).model().priority())
                .stream()
                .map(name -> residents.required(name))
                .toList();
    }

    private Stream<Resident> present() {
        return residents.all().stream().filter(Resident::present);
    }

    private Instant waitedForSince(Resident wanted) {
        return queue.waitingFor(wanted.name()).iterator().next().since();
    }

    /**
     * Returns the models that were started while another one waited for more room: they took room
     * that it needs.
     */
    private Stream<Resident> startedSince(Instant time) {
        return present().filter(one -> !one.pinned() && one.started().isAfter(time));
    }

    private void makeRoom(Resident wanted) {
        // A server of its name runs by an earlier recipe, and has ended before this one starts.
        List<Resident> beside =
                planned.stream().filter(one -> !one.name().equals(wanted.name())).toList();
        List<Resident> evictable = beside.stream().filter(one -> isEvictable(one, wanted)).toList();
        Optional<List<Resident>> victims = Eviction.plan(wanted, beside, limits, evictable);
        if (victims.isEmpty()) {
            retryAt =
                    Stream.concat(retryAt.stream(), evictionTimes(wanted).filter(now::isBefore))
                            .min(Instant::compareTo);
            return;
        }
        for (Resident victim : victims.get()) {
            planned.remove(victim);
            if (victim.idle()) {
                stop.add(victim);
            } else {
                draining.add(victim);
            }
        }
        planned.add(wanted);
    }

    private boolean isEvictable(Resident one, Resident wanted) {
        if (!one.ready() || one.pinned()) {
            return false;
        }
        boolean unused = one.idle() && !queue.isWaitedFor(one.name());
        return (unused && !now.isBefore(lingersUntil(one)))
                || !now.isBefore(tenureUntil(one, wanted.load()));
    }

    private Stream<Instant> evictionTimes(Resident wanted) {
        return planned.stream()
                .filter(one -> one.ready() && !one.pinned())
                .flatMap(one -> Stream.of(lingersUntil(one), tenureUntil(one, wanted.load())));
    }

    private static Instant lingersUntil(Resident one) {
        return one.lastUsed().plus(LINGER);
    }

    /**
     * Returns the time until which a model may serve although another one, with this time to load,
     * waits.
     */
    private static Instant tenureUntil(Resident one, Duration load) {
        Duration longer = one.load().compareTo(load) > 0 ? one.load() : load;
        Duration tenure = longer.multipliedBy(LOADS_OF_TENURE);
        if (tenure.compareTo(SHORTEST_TENURE) < 0) {
            tenure = SHORTEST_TENURE;
        } else if (tenure.compareTo(LONGEST_TENURE) > 0) {
            tenure = LONGEST_TENURE;
        }
        return one.since().plus(tenure);
    }
}
