package dev.chasqui.application.routing.queue;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/**
 * The tickets that wait, and whose turn it is. Used by one thread at a time; it waits for nothing.
 *
 * <p>A higher priority comes first. Callers of one priority take turns, as in the queues of pools:
 * the one that was served longest ago is next, and of its tickets the oldest. As many tickets are
 * called as places are free; a place is kept for a called ticket until that is taken out, or waits
 * for others.
 */
final class WaitingLine {
    private final SequencedSet<QueueTicket> tickets = new LinkedHashSet<>();
    private final Map<String, Caller> callers = new HashMap<>();
    private final Map<Object, Waiters> waiters = new HashMap<>();
    private long turns;
    private long came;

    /** The state of a caller as long as it waits. */
    private static final class Caller {
        private long served;
        private int waiting;
    }

    /** The tickets that wait for places of one key. */
    private static final class Waiters {
        private final Set<QueueTicket> tickets = new HashSet<>();
        private int called;
    }

    /** Returns the bound that keeps a further ticket of a caller out; empty if none does. */
    Optional<String> full(String caller, QueueRules rules) {
        if (tickets.size() >= rules.most()) {
            return Optional.of(waiting(size(), "", "") + bound("most", rules.most()));
        }
        Caller own = callers.get(caller);
        int waiting = own == null ? 0 : own.waiting;
        return waiting >= rules.perCaller()
                ? Optional.of(
                        waiting(waiting, "", " of this caller")
                                + bound("perCaller", rules.perCaller()))
                : Optional.empty();
    }

    /**
     * Returns the number of requests that wait, in words.
     *
     * @param which words before "request"
     * @param whose words after it
     */
    static String waiting(int number, String which, String whose) {
        return number == 1
                ? "1 " + which + "request" + whose + " waits"
                : number + " " + which + "requests" + whose + " wait";
    }

    private static String bound(String key, int most) {
        return " already (routing.queue." + key + ": " + most + ")";
    }

    /** Adds a ticket behind the others of its caller. */
    void add(QueueTicket ticket) {
        tickets.add(ticket);
        ticket.came(++came);
        Caller caller = callers.get(ticket.caller());
        if (caller == null) {
            caller = new Caller();
            caller.served = servedLongestAgo();
            callers.put(ticket.caller(), caller);
        }
        caller.waiting++;
    }

    /**
     * Returns the last service to assume for a new caller: it comes neither before those that wait
     * longest nor behind all others.
     */
    private long servedLongestAgo() {
        return callers.values().stream().mapToLong(one -> one.served).min().orElse(turns);
    }

    /** Takes a ticket out and returns true, if it is in the line; it waits for nothing then. */
    boolean remove(QueueTicket ticket) {
        if (!tickets.remove(ticket)) {
            return false;
        }
        Caller caller = caller(ticket);
        caller.waiting--;
        if (caller.waiting == 0) {
            callers.remove(ticket.caller());
        }
        change(ticket, List.of());
        return true;
    }

    /** Changes the places of a ticket. */
    private void change(QueueTicket ticket, List<AwaitedPlace> places) {
        for (AwaitedPlace place : ticket.places()) {
            Waiters left = waiters(place.key());
            left.tickets.remove(ticket);
            left.called -= ticket.isCalled() ? 1 : 0;
            if (left.tickets.isEmpty()) {
                waiters.remove(place.key());
            }
        }
        ticket.waitFor(places);
        for (AwaitedPlace place : places) {
            waiters(place.key()).tickets.add(ticket);
        }
    }

    private Waiters waiters(Object key) {
        return waiters.computeIfAbsent(key, _ -> new Waiters());
    }

    boolean contains(QueueTicket ticket) {
        return tickets.contains(ticket);
    }

    private Caller caller(QueueTicket ticket) {
        Caller caller = callers.get(ticket.caller());
        if (caller == null) {
            throw new IllegalStateException("a caller whose ticket is in the line is unknown");
        }
        return caller;
    }

    /** Has a ticket of the line wait for these places; if it was called, it keeps its turn. */
    void waitFor(QueueTicket ticket, List<AwaitedPlace> places) {
        if (ticket.isCalled()) {
            Caller caller = caller(ticket);
            caller.served = Math.min(caller.served, ticket.servedBefore());
        }
        change(ticket, places);
    }

    /**
     * Calls the next tickets that wait for a place of this key, as many as there are free places.
     *
     * @return the first one for which there is none; null if nobody else waits for it
     */
    @Nullable QueueTicket call(Object key, long now) {
        QueueTicket next = next(key);
        while (next != null && free(next, key, now) > called(key)) {
            Caller caller = caller(next);
            next.call(caller.served);
            caller.served = ++turns;
            for (AwaitedPlace place : next.places()) {
                waiters(place.key()).called++;
            }
            next = next(key);
        }
        return next;
    }

    /**
     * Returns the number of free places in the eyes of a ticket, by whose rules they are bounded.
     */
    private static int free(QueueTicket ticket, Object key, long now) {
        AwaitedPlace place = ticket.place(key);
        return place == null ? 0 : place.free(now);
    }

    /** Returns the number of tickets that were called and wait for a place of this key. */
    int called(Object key) {
        Waiters own = waiters.get(key);
        return own == null ? 0 : own.called;
    }

    /** Returns the ticket that is called next for a place of this key; null if nobody waits. */
    @Nullable QueueTicket next(Object key) {
        Waiters own = waiters.get(key);
        QueueTicket next = null;
        if (own != null && own.called < own.tickets.size()) {
            for (QueueTicket ticket : own.tickets) {
                if (!ticket.isCalled() && (next == null || precedes(ticket, next))) {
                    next = ticket;
                }
            }
        }
        return next;
    }

    /** Returns true if one comes first by its priority, the turn of its caller, or its age. */
    private boolean precedes(QueueTicket one, QueueTicket other) {
        if (one.priority() != other.priority()) {
            return one.priority() > other.priority();
        }
        long turn = caller(one).served;
        long turnOfOther = caller(other).served;
        return turn == turnOfOther ? one.came() < other.came() : turn < turnOfOther;
    }

    /**
     * Returns the number of a ticket in the line: 1 if no other one that waits for one of the same
     * places comes before.
     */
    int position(QueueTicket ticket) {
        int own = earlierOfCaller(ticket);
        int before = own;
        Map<String, Integer> rounds = new HashMap<>();
        for (QueueTicket other : tickets) {
            if (other.equals(ticket)) {
                continue;
            }
            if (isAlwaysBefore(other, ticket)) {
                before++;
            } else if (competes(other, ticket) && !other.caller().equals(ticket.caller())) {
                int round = rounds.merge(other.caller(), 1, Integer::sum) - 1;
                before += round < own || (round == own && precedes(other, ticket)) ? 1 : 0;
            }
        }
        return before + 1;
    }

    /** Returns the number of older tickets of the same caller that compete with a ticket. */
    private int earlierOfCaller(QueueTicket ticket) {
        int earlier = 0;
        for (QueueTicket other : tickets) {
            if (other.equals(ticket)) {
                return earlier;
            }
            earlier += other.caller().equals(ticket.caller()) && competes(other, ticket) ? 1 : 0;
        }
        return earlier;
    }

    private static boolean isAlwaysBefore(QueueTicket one, QueueTicket other) {
        return (one.isCalled() || one.priority() > other.priority()) && shares(one, other);
    }

    /** Returns true if two tickets take turns: neither is before the other for its priority. */
    private static boolean competes(QueueTicket one, QueueTicket other) {
        return !one.isCalled() && one.priority() == other.priority() && shares(one, other);
    }

    private static boolean shares(QueueTicket one, QueueTicket other) {
        for (AwaitedPlace place : one.places()) {
            if (other.place(place.key()) != null) {
                return true;
            }
        }
        return false;
    }

    /** Returns all tickets, in the order in which they came. */
    List<QueueTicket> all() {
        return List.copyOf(tickets);
    }

    int size() {
        return tickets.size();
    }
}
