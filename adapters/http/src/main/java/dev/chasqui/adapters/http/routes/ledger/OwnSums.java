package dev.chasqui.adapters.http.routes.ledger;

import dev.chasqui.application.ledger.MemoryLedger;
import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.Ledger.By;
import dev.chasqui.application.port.callers.Ledger.Query;
import dev.chasqui.application.port.callers.Ledger.Sum;
import dev.chasqui.application.port.callers.LedgerEntry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The sums of a user since it was made. Sums are kept for whole hours, so if an earlier user of the
 * same name asked in the hour in which it was made, its part of that hour is added up from entries.
 *
 * @param since the time when the user was made
 */
record OwnSums(Ledger ledger, Instant since) {
    private static final int ENTRIES_AT_ONCE = 1_000;

    /** Returns the hour in which the user was made. */
    Instant firstHour() {
        return since.truncatedTo(ChronoUnit.HOURS);
    }

    /**
     * Returns the sums.
     *
     * @param query the choice of requests, which begins with the first hour at the earliest
     */
    List<Sum> sums(Query query, By by) {
        if (query.from().isAfter(firstHour()) || !hadEarlierUser(query)) {
            return ledger.sums(query, by);
        }
        Instant nextHour = firstHour().plus(1, ChronoUnit.HOURS);
        Map<String, Sum> sums = new TreeMap<>();
        for (Sum sum : ofEntries(new Query(since, nextHour, query.user()), by)) {
            sums.put(sum.name(), sum);
        }
        for (Sum sum : ledger.sums(new Query(nextHour, query.until(), query.user()), by)) {
            sums.merge(sum.name(), sum, Sum::plus);
        }
        return List.copyOf(sums.values());
    }

    private boolean hadEarlierUser(Query query) {
        Query before = new Query(firstHour(), since, query.user());
        return !ledger.newest(before, Optional.empty(), 1).isEmpty();
    }

    private List<Sum> ofEntries(Query query, By by) {
        MemoryLedger read = new MemoryLedger();
        Optional<String> last = Optional.empty();
        List<LedgerEntry> page;
        do {
            page = ledger.newest(query, last, ENTRIES_AT_ONCE);
            read.add(page);
            last = page.isEmpty() ? last : Optional.of(page.getLast().id());
        } while (page.size() == ENTRIES_AT_ONCE);
        return read.sums(query, by);
    }
}
