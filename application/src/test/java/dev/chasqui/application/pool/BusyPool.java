package dev.chasqui.application.pool;

import dev.chasqui.domain.model.KeepAlive;
import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;

/**
 * A pool in virtual time with room for one model. Its loads, exits and answers always take the same
 * time. Its clients send the next request as soon as they have an answer.
 */
final class BusyPool {
    private final Duration load;
    private final Duration answer;
    private final Scheduler scheduler;
    private final PriorityQueue<Happening> future =
            new PriorityQueue<>(
                    Comparator.comparing(Happening::when).thenComparingLong(Happening::number));
    private final Map<String, Integer> answers = new HashMap<>();
    private final Map<Long, BiConsumer<String, String>> whenServed = new HashMap<>();
    private Instant now = Instant.EPOCH;
    private long happenings;
    private long tickets;
    private int loads;
    private Duration longestWait = Duration.ZERO;

    private record Happening(Instant when, long number, Runnable what) {}

    /**
     * @param concurrency the most leases of each model at a time
     */
    BusyPool(Duration load, Duration answer, int concurrency, String... models) {
        this.load = load;
        this.answer = answer;
        this.scheduler =
                new Scheduler(
                        new PoolLimits(1, Footprint.NONE, 1000, Duration.ofMinutes(10)),
                        List.of(models).stream()
                                .map(name -> PooledModel.of(name, concurrency))
                                .toList());
    }

    /** Adds a client that sends one request after another from now on. */
    BusyPool client(String caller, String model) {
        after(Duration.ZERO, () -> ask(caller, model, this::ask));
        return this;
    }

    /** Adds one request that is sent after this time. */
    BusyPool request(Duration when, String caller, String model) {
        after(when, () -> ask(caller, model, (_, _) -> {}));
        return this;
    }

    private void ask(String caller, String model) {
        ask(caller, model, this::ask);
    }

    private void ask(String caller, String model, BiConsumer<String, String> then) {
        Ticket ticket = new Ticket(++tickets, model, caller, now);
        whenServed.put(ticket.id(), then);
        scheduler.want(ticket, now);
    }

    private void after(Duration time, Runnable what) {
        future.add(new Happening(now.plus(time), happenings++, what));
    }

    /** Lets this much time pass. */
    BusyPool run(Duration time) {
        Instant end = now.plus(time);
        while (step(end)) {
            scheduler.takeActions().forEach(this::act);
        }
        return this;
    }

    private boolean step(Instant end) {
        Optional<Instant> wake = scheduler.wakeAt(now);
        Happening next = future.peek();
        boolean waking = wake.isPresent() && (next == null || next.when().isAfter(wake.get()));
        Instant when = waking ? wake.get() : next == null ? Instant.MAX : next.when();
        if (when.isAfter(end)) {
            return false;
        }
        now = when;
        if (waking) {
            scheduler.wake(now);
        } else {
            future.remove().what().run();
        }
        return true;
    }

    private void act(PoolAction action) {
        switch (action) {
            case PoolAction.Prepare(PooledModel model) ->
                    scheduler.prepared(model.name(), Footprint.NONE, now);
            case PoolAction.Start(PooledModel model) -> {
                loads++;
                after(load, () -> scheduler.loaded(model.name(), MeasuredMemory.NOTHING, now));
            }
            case PoolAction.Stop(String model) ->
                    after(Duration.ZERO, () -> scheduler.exited(model, now));
            case PoolAction.Grant(Ticket ticket, long run) -> serve(ticket, run);
            case PoolAction.Abandon _, PoolAction.Observe _, PoolAction.Report _ -> {}
            case PoolAction.Refuse refused -> throw new AssertionError(refused.toString());
        }
    }

    private void serve(Ticket ticket, long run) {
        Duration wait = Duration.between(ticket.since(), now);
        longestWait = wait.compareTo(longestWait) > 0 ? wait : longestWait;
        after(
                answer,
                () -> {
                    answers.merge(ticket.model(), 1, Integer::sum);
                    answers.merge(ticket.caller(), 1, Integer::sum);
                    scheduler.released(ticket, run, KeepAlive.AS_BEFORE, now);
                    Objects.requireNonNull(whenServed.remove(ticket.id()))
                            .accept(ticket.caller(), ticket.model());
                });
    }

    /** Returns the number of answers of a model, or to a caller. */
    int answers(String name) {
        return answers.getOrDefault(name, 0);
    }

    int loads() {
        return loads;
    }

    Duration longestWait() {
        return longestWait;
    }
}
