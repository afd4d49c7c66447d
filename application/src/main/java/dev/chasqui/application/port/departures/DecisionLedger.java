package dev.chasqui.application.port.departures;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.json.Json;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The decision ledger, for reading. Safe for use by several threads. */
public interface DecisionLedger {
    /** A ledger without entries. */
    DecisionLedger EMPTY =
            new DecisionLedger() {
                @Override
                public List<Json.Obj> newest(Query query, Cancellation cancellation) {
                    return List.of();
                }

                @Override
                public Verified verify(Optional<String> noted, Cancellation cancellation) {
                    return new Verified(0, 0, 0, "", Optional.empty(), Optional.empty());
                }
            };

    /**
     * The choice of entries.
     *
     * @param since the time of the first one
     * @param caller the name of the caller; empty for all
     * @param backend the name of the backend; empty for all
     * @param limit the most entries
     */
    record Query(Instant since, Optional<String> caller, Optional<String> backend, int limit) {}

    /**
     * The finding of a check of the whole chain.
     *
     * @param entries the number of entries that are in order
     * @param first the number of the first entry; 0 without any
     * @param last the number of the last entry in order
     * @param head the hash of the last entry in order, to be noted elsewhere; empty text without
     *     any
     * @param broken the first thing that is not in order, with its file and line; empty if all is
     * @param unfinished what is known of a last line that is not complete; it is no break
     */
    record Verified(
            long entries,
            long first,
            long last,
            String head,
            Optional<String> broken,
            Optional<String> unfinished) {}

    /**
     * Returns entries, the newest first.
     *
     * @param cancellation ends the reading
     * @throws dev.chasqui.domain.failure.FailureException with {@code DiskFull} if the files cannot
     *     be read, or {@code Cancelled}
     */
    List<Json.Obj> newest(Query query, Cancellation cancellation);

    /**
     * Checks the chain from its first entry to its last.
     *
     * @param noted a hash that was the head once, which has to be in the chain
     * @param cancellation ends the reading
     * @throws dev.chasqui.domain.failure.FailureException with {@code DiskFull} if the files cannot
     *     be read, or {@code Cancelled}
     */
    Verified verify(Optional<String> noted, Cancellation cancellation);
}
