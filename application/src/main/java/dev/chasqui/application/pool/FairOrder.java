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
     * caller waits for ever.
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
                Duration ahead = PRIORITY.multipliedBy(priority.applyAsInt(ticket.model()));
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
     * was served longest ago.
     *
     * @param waiting the tickets for the model, in the order in which they came; not empty
     * @param served the last service of a caller, as a number that grows
     */
    static Ticket nextTicket(Collection<Ticket> waiting, ToLongFunction<String> served) {
        Ticket next = waiting.iterator().next();
        long longestAgo = served.applyAsLong(next.caller());
        for (Ticket ticket : waiting) {
            long last = served.applyAsLong(ticket.caller());
            if (last < longestAgo) {
                longestAgo = last;
                next = ticket;
            }
        }
        return next;
    }
}
