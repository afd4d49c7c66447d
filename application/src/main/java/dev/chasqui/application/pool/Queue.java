package dev.chasqui.application.pool;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tickets that wait, in the order in which they came, and the time when each caller was served
 * last. Used by one thread.
 *
 * <p>The queue is bounded. If it is full, a ticket of the caller with the most tickets loses its
 * place. The order of leases is that of {@link FairOrder}: a caller that was served longest ago is
 * next.
 */
final class Queue {
    /** The most callers that are remembered although they wait for nothing and hold nothing. */
    private static final int MOST_IDLE = 1_000;

    private int most;
    private final Map<Long, Ticket> tickets = new LinkedHashMap<>();
    private final Map<String, Map<Long, Ticket>> byModel = new HashMap<>();
    private final Map<String, Caller> callers = new HashMap<>();

    /**
     * The last service of callers that want nothing now, such as one that sends one request at a
     * time.
     */
    private final Map<String, Long> idleCallers =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > MOST_IDLE;
                }
            };

    private long turns;

    /**
     * @param most the most tickets that may wait
     */
    Queue(int most) {
        this.most = most;
    }

    /** Changes the most tickets that may wait; tickets in the queue stay, even if they are more. */
    void bound(int waiting) {
        most = waiting;
    }

    /** The state of a caller as long as it waits or has a lease. */
    private static final class Caller {
        private long served;
        private int waiting;
        private int leases;
    }

    /**
     * Adds a ticket.
     *
     * @return the ticket that loses its place: the newest one of the caller with the most tickets,
     *     or the added one itself; null if there was room
     */
    @Nullable Ticket add(Ticket ticket) {
        Ticket out = tickets.size() < most ? null : leastDeserving(ticket);
        if (out != null && out.id() == ticket.id()) {
            return ticket;
        }
        if (out != null) {
            remove(out);
        }
        tickets.put(ticket.id(), ticket);
        byModel.computeIfAbsent(ticket.model(), _ -> new LinkedHashMap<>())
                .put(ticket.id(), ticket);
        caller(ticket.caller()).waiting++;
        return out;
    }

    private Ticket leastDeserving(Ticket arriving) {
        Map.Entry<String, Caller> hog =
                callers.entrySet().stream()
                        .max(Map.Entry.comparingByValue((a, b) -> a.waiting - b.waiting))
                        .orElseThrow();
        Caller own = callers.get(arriving.caller());
        if (hog.getValue().waiting <= (own == null ? 0 : own.waiting) + 1) {
            return arriving;
        }
        Ticket newest = arriving;
        for (Ticket ticket : tickets.values()) {
            if (ticket.caller().equals(hog.getKey())) {
                newest = ticket;
            }
        }
        return newest;
    }

    private Caller caller(String name) {
        return callers.computeIfAbsent(
                name,
                _ -> {
                    Caller caller = new Caller();
                    Long served = idleCallers.remove(name);
                    caller.served = served == null ? servedLongestAgo() : served;
                    return caller;
                });
    }

    /**
     * Returns the last service to assume for a new caller: that of the caller served longest ago,
     * so that a new one comes neither before those that wait longest nor behind all others.
     */
    private long servedLongestAgo() {
        return callers.values().stream().mapToLong(one -> one.served).min().orElse(turns);
    }

    Optional<Ticket> find(long id) {
        return Optional.ofNullable(tickets.get(id));
    }

    void remove(Ticket ticket) {
        if (tickets.remove(ticket.id()) == null) {
            return;
        }
        Map<Long, Ticket> others = byModel.get(ticket.model());
        if (others != null && others.remove(ticket.id()) != null && others.isEmpty()) {
            byModel.remove(ticket.model());
        }
        Caller caller = caller(ticket.caller());
        caller.waiting--;
        forgetIfIdle(ticket.caller(), caller);
    }

    /** Takes out the next ticket for a model, which gets its lease. */
    Ticket serve(String model) {
        Ticket next = FairOrder.nextTicket(waitingFor(model), name -> caller(name).served);
        Caller caller = caller(next.caller());
        caller.served = ++turns;
        caller.leases++;
        remove(next);
        return next;
    }

    /** Notes that a lease of a caller is over. */
    void released(String name) {
        Caller caller = caller(name);
        caller.leases--;
        forgetIfIdle(name, caller);
    }

    private void forgetIfIdle(String name, Caller caller) {
        if (caller.waiting <= 0 && caller.leases <= 0) {
            callers.remove(name);
            idleCallers.put(name, caller.served);
        }
    }

    /** Returns all tickets, in the order in which they came. */
    Collection<Ticket> all() {
        return tickets.values();
    }

    /** Returns the tickets for a model, in the order in which they came. */
    Collection<Ticket> waitingFor(String model) {
        Map<Long, Ticket> waiting = byModel.get(model);
        return waiting == null ? List.of() : waiting.values();
    }

    boolean isWaitedFor(String model) {
        return byModel.containsKey(model);
    }

    /** Returns the names of the models that are waited for. */
    Set<String> models() {
        return byModel.keySet();
    }

    /** Takes out all tickets for a model. */
    List<Ticket> removeAll(String model) {
        List<Ticket> all = new ArrayList<>(waitingFor(model));
        all.forEach(this::remove);
        return all;
    }

    /** Returns the ticket that has waited longest. */
    Optional<Ticket> oldest() {
        return tickets.isEmpty()
                ? Optional.empty()
                : Optional.of(tickets.values().iterator().next());
    }
}
