package dev.chasqui.application.ledger;

import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.application.port.callers.LedgerPlace;
import dev.chasqui.domain.failure.FailureException;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;

/**
 * The sums of requests without an entry, until the store has them. There is one for each place, so
 * they are as few as the users, keys and models of an hour, and only beyond {@value #MOST_PLACES}
 * places a request is not counted. Safe for use by several threads; {@link #add} never waits.
 */
final class UnenteredSums {
    /** The most places, some 500 bytes each. */
    static final int MOST_PLACES = 10_000;

    private static final System.Logger LOG = System.getLogger(UnenteredSums.class.getName());

    private final Map<LedgerPlace, Ledger.Sum> waiting = new ConcurrentHashMap<>();
    private final IntConsumer whenUncounted;
    private final String writer = UUID.randomUUID().toString();

    /** The sums that the store may not have yet; used by the writing thread alone. */
    private Optional<Ledger.Unentered> taken = Optional.empty();

    private long number;

    /**
     * Makes empty sums.
     *
     * @param whenUncounted is told how many requests are in no sum; it must not block
     */
    UnenteredSums(IntConsumer whenUncounted) {
        this.whenUncounted = whenUncounted;
    }

    /** Adds a request. */
    void add(LedgerEntry entry) {
        LedgerPlace place = LedgerPlace.of(entry);
        if (waiting.size() < MOST_PLACES || waiting.containsKey(place)) {
            waiting.merge(place, Ledger.Sum.of(entry), Ledger.Sum::plus);
        } else {
            whenUncounted.accept(1);
        }
    }

    /**
     * Writes the sums; called by the writing thread. After a failure the same ones are written
     * again under the same number, since the store may have them.
     *
     * @throws FailureException if the store is away
     */
    void writeTo(Ledger ledger) {
        taken.ifPresent(sums -> write(ledger, sums));
        taken = take();
        taken.ifPresent(sums -> write(ledger, sums));
        taken = Optional.empty();
    }

    private void write(Ledger ledger, Ledger.Unentered sums) {
        try {
            ledger.addSums(sums);
        } catch (FailureException e) {
            throw e;
        } catch (RuntimeException e) {
            // Sums that the store cannot take must not stop the entries.
            LOG.log(Level.WARNING, "the ledger cannot add sums, and goes on without them", e);
            whenUncounted.accept(requests(sums));
        }
    }

    private static int requests(Ledger.Unentered sums) {
        return (int) sums.sums().values().stream().mapToLong(Ledger.Sum::requests).sum();
    }

    private Optional<Ledger.Unentered> take() {
        Map<LedgerPlace, Ledger.Sum> sums = new HashMap<>();
        for (LedgerPlace place : List.copyOf(waiting.keySet())) {
            // What is added to a place after its removal begins a new sum.
            Ledger.Sum sum = waiting.remove(place);
            if (sum != null) {
                sums.put(place, sum);
            }
        }
        return sums.isEmpty()
                ? Optional.empty()
                : Optional.of(new Ledger.Unentered(writer, ++number, sums));
    }
}
