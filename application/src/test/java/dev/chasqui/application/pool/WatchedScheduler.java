package dev.chasqui.application.pool;

import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.domain.model.KeepAlive;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A scheduler whose every reaction is checked against {@link Promises}. After the first change of
 * models the checks stop.
 */
final class WatchedScheduler {
    private final Scheduler scheduler;
    private final ObservedPool pool;
    private final Promises promises;
    private final List<PoolAction> actions = new ArrayList<>();

    /** True if the models or limits are no longer those that the promises know. */
    private boolean changed;

    /**
     * @param sizes the memory of the models, updated before the scheduler's events
     */
    WatchedScheduler(PoolLimits limits, Collection<PooledModel> models, Sizes sizes) {
        scheduler = new Scheduler(limits, models);
        pool = new ObservedPool(models);
        promises = new Promises(limits, sizes, pool);
    }

    void want(Ticket ticket, Instant now) {
        boolean failedJustNow = !changed && promises.rests(ticket.model(), now);
        pool.waiting.put(ticket.id(), new ObservedPool.Waiting(ticket));
        scheduler.want(ticket, now);
        check(now);
        if (failedJustNow) {
            promises.isAnswered(ticket);
        }
    }

    void cancel(long ticket, Instant now) {
        pool.waiting.remove(ticket);
        scheduler.cancel(ticket, now);
        check(now);
    }

    void released(Ticket ticket, long run, KeepAlive keep, Instant now) {
        if (!changed) {
            pool.released(ticket.model(), run, keep, now);
        }
        scheduler.released(ticket, run, keep, now);
        check(now);
    }

    void prepared(String name, Footprint estimate, Instant now) {
        pool.prepared.add(name);
        scheduler.prepared(name, estimate, now);
        check(now);
    }

    void loaded(String name, MeasuredMemory seen, Instant now) {
        if (!changed) {
            pool.loaded(name, now);
        }
        scheduler.loaded(name, seen, now);
        check(now);
    }

    void observed(String name, MeasuredMemory seen, Instant now) {
        scheduler.observed(name, seen, now);
        check(now);
    }

    void failed(String name, LoadFailure failure, Instant now) {
        if (changed) {
            scheduler.failed(name, failure, now);
            return;
        }
        boolean again = failure.outOfMemory() && !pool.secondTry.contains(name);
        pool.failed(name, again, now);
        scheduler.failed(name, failure, now);
        List<PoolAction> wanted = scheduler.takeActions();
        actions.addAll(wanted);
        if (again) {
            promises.checkAfterTooLittleMemory(wanted, now);
        } else {
            promises.check(wanted, now);
            promises.nobodyWaitsFor(name);
        }
    }

    void exited(String name, Instant now) {
        if (!changed) {
            pool.exited(name);
        }
        scheduler.exited(name, now);
        check(now);
    }

    void unload(String name, Instant now) {
        pool.unload(name);
        scheduler.unload(name, now);
        check(now);
    }

    void pin(String name, boolean pinned, Instant now) {
        pool.pin(name, pinned);
        scheduler.pin(name, pinned, now);
        check(now);
    }

    void wake(Instant now) {
        scheduler.wake(now);
        check(now);
    }

    PoolChange change(PoolLimits limits, Collection<PooledModel> models, Instant now) {
        changed = true;
        return scheduler.change(limits, models, now);
    }

    private void check(Instant now) {
        if (changed) {
            return;
        }
        List<PoolAction> wanted = scheduler.takeActions();
        actions.addAll(wanted);
        promises.check(wanted, now);
    }

    Optional<Instant> wakeAt(Instant now) {
        return scheduler.wakeAt(now);
    }

    List<PoolAction> takeActions() {
        actions.addAll(scheduler.takeActions());
        List<PoolAction> taken = List.copyOf(actions);
        actions.clear();
        return taken;
    }

    /** Returns the numbers of cases in which a promise mattered. */
    Promises.Tried tried() {
        return promises.tried();
    }
}
