package dev.chasqui.application.pool;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** The order in which models are loaded and leases are granted. Pure. */
final class FairOrder {
    /** The waiting time that one step of priority is worth. */
    private static final Duration PRIORITY = Duration.ofSeconds(10);

    private FairOrder() {}

    /**
     * Returns the models that are waited for, in the order in which they shall be loaded: the first
     * model of each caller before its second one, and among those the one that is waited for
     * longest. So a caller that wants many models does not keep out one that wants another, and no
     * caller waits for ever. A step of the priority of a model, or of the caller, is worth ten
     * seconds of waiting.
     *
     * @param waiting the tickets, in the order in which they came
     * @param priority the priority of a model
     */
    static List<String> loadOrder(Collection<Ticket> waiting, ToIntFunction<String> priority) {
        record Turn(String model, int round, Instant since) {}
        Map<String, Set<String>> modelsOf = new HashMap<>();
        List<Turn> turns = new ArrayList<>();
        for (Ticket ticket : waiting) {
            Set<String> models =
                    modelsOf.computeIfAbsent(ticket.caller(), _ -> new LinkedHashSet<>());
            if (models.add(ticket.model())) {
                Duration ahead = ahead(priority.applyAsInt(ticket.model()) + ticket.priority());
                turns.add(new Turn(ticket.model(), models.size() - 1, ticket.since().minus(ahead)));
            }
        }
        turns.sort(Comparator.comparingInt(Turn::round).thenComparing(Turn::since));
        Set<String> order = new LinkedHashSet<>();
        turns.forEach(turn -> order.add(turn.model()));
        return List.copyOf(order);
    }

    /**
     * Returns the ticket that gets the next lease of a model: the first ticket of the caller that
     * was served longest ago. Callers of a higher priority come first, but a step of it is worth
     * ten seconds of waiting, so nobody waits for ever.
     *
     * @param waiting the tickets for the model, in the order in which they came; not empty
     * @param served the last service of a caller, as a number that grows
     */
    static Ticket nextTicket(Collection<Ticket> waiting, ToLongFunction<String> served) {
        int priority = nextPriority(waiting);
        @Nullable Ticket next = null;
        long longestAgo = Long.MAX_VALUE;
        for (Ticket ticket : waiting) {
            if (ticket.priority() != priority) {
                continue;
            }
            long last = served.applyAsLong(ticket.caller());
            if (next == null || last < longestAgo) {
                longestAgo = last;
                next = ticket;
            }
        }
        return Objects.requireNonNull(next);
    }

    /** Returns the priority of the ticket that has waited longest, counted with its priority. */
    private static int nextPriority(Collection<Ticket> waiting) {
        @Nullable Ticket best = null;
        for (Ticket ticket : waiting) {
            if (best == null
                    || (ticket.priority() != best.priority() && due(ticket).isBefore(due(best)))) {
                best = ticket;
            }
        }
        return Objects.requireNonNull(best).priority();
    }

    private static Instant due(Ticket ticket) {
        return ticket.since().minus(ahead(ticket.priority()));
    }

    private static Duration ahead(int priority) {
        return PRIORITY.multipliedBy(priority);
    }
}
