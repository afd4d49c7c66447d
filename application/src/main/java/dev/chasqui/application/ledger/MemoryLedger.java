package dev.chasqui.application.ledger;

import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.LedgerEntry;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A ledger in memory, for a server without a database: it holds the newest entries and the sums of
 * the newest hours, and forgets them at its end. Safe for use by several threads.
 */
public final class MemoryLedger implements Ledger {
    /** The most entries that are held. */
    public static final int MOST_ENTRIES = 10_000;

    /** The most rows of sums that are held; an hour has one for each user, key, model, backend. */
    private static final int MOST_ROWS = 20_000;

    /** The order of entries, the newest first. */
    private static final Comparator<LedgerEntry> NEWEST =
            Comparator.comparing(LedgerEntry::at).thenComparing(LedgerEntry::id).reversed();

    private final int mostEntries;
    private final Map<String, LedgerEntry> entries = new LinkedHashMap<>();
    private final TreeMap<Instant, Map<Row, Sum>> hours = new TreeMap<>();
    private int rows;

    /** The names by which sums are told apart. */
    private record Row(String user, String key, List<String> teams, String model, String backend) {
        static Row of(LedgerEntry entry) {
            return new Row(
                    entry.userOfSums(),
                    entry.key().orElse(""),
                    entry.teams(),
                    entry.modelOfSums(),
                    entry.backend().orElse(""));
        }

        Stream<String> names(By by, Instant hour) {
            return switch (by) {
                case USER -> Stream.of(user);
                case KEY -> Stream.of(key);
                case TEAM -> teams.stream();
                case MODEL -> Stream.of(model);
                case BACKEND -> Stream.of(backend);
                case HOUR -> Stream.of(hour.toString());
                case DAY -> Stream.of(hour.atOffset(ZoneOffset.UTC).toLocalDate().toString());
            };
        }
    }

    /** Makes an empty ledger. */
    public MemoryLedger() {
        this(MOST_ENTRIES);
    }

    MemoryLedger(int mostEntries) {
        this.mostEntries = mostEntries;
    }

    @Override
    public synchronized void add(List<LedgerEntry> added) {
        for (LedgerEntry entry : added) {
            if (entries.putIfAbsent(entry.id(), entry) == null) {
                sum(entry);
            }
        }
        dropFirst(entries.values(), entries.size() - mostEntries);
        while (rows > MOST_ROWS && hours.size() > 1) {
            rows -= hours.pollFirstEntry().getValue().size();
        }
    }

    private void sum(LedgerEntry entry) {
        Map<Row, Sum> hour =
                hours.computeIfAbsent(
                        entry.at().truncatedTo(ChronoUnit.HOURS), _ -> new LinkedHashMap<>());
        int before = hour.size();
        hour.merge(Row.of(entry), sumOf(entry), Sum::plus);
        rows += hour.size() - before;
    }

    private static Sum sumOf(LedgerEntry entry) {
        return new Sum(
                "",
                1,
                entry.hasFailed() ? 1 : 0,
                entry.promptTokens(),
                entry.completionTokens(),
                entry.cost(),
                entry.latency().toMillis());
    }

    private static void dropFirst(Collection<LedgerEntry> from, int count) {
        var each = from.iterator();
        for (int i = 0; i < count; i++) {
            each.next();
            each.remove();
        }
    }

    @Override
    public synchronized List<Sum> sums(Query query, By by) {
        Map<String, Sum> named = new TreeMap<>();
        hours.tailMap(query.from().truncatedTo(ChronoUnit.HOURS), true)
                .forEach(
                        (hour, some) -> {
                            if (hour.isBefore(query.until())) {
                                some.forEach(
                                        (row, totals) -> {
                                            if (isOf(query, row.user())) {
                                                row.names(by, hour)
                                                        .forEach(
                                                                name ->
                                                                        named.merge(
                                                                                name, totals,
                                                                                Sum::plus));
                                            }
                                        });
                            }
                        });
        return named.entrySet().stream().map(one -> one.getValue().named(one.getKey())).toList();
    }

    private static boolean isOf(Query query, String user) {
        return query.user().isEmpty() || query.user().get().equals(user);
    }

    @Override
    public synchronized List<LedgerEntry> newest(Query query, Optional<String> before, int most) {
        Stream<LedgerEntry> chosen =
                entries.values().stream()
                        .filter(entry -> isOf(query, entry.user()))
                        .filter(entry -> !entry.at().isBefore(query.from()))
                        .filter(entry -> entry.at().isBefore(query.until()));
        if (before.isPresent()) {
            LedgerEntry last = entries.get(before.get());
            if (last == null) {
                return List.of();
            }
            chosen = chosen.filter(entry -> NEWEST.compare(entry, last) > 0);
        }
        return chosen.sorted(NEWEST)
                .limit(most)
                .map(entry -> entry.withContent(Optional.empty()))
                .toList();
    }

    @Override
    public synchronized Optional<LedgerEntry> find(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    @Override
    public synchronized long prune(Instant olderThan, long most) {
        long before = entries.size();
        entries.values().removeIf(entry -> entry.at().isBefore(olderThan));
        long above = entries.size() - most;
        if (above > 0) {
            List<String> oldest =
                    entries.values().stream()
                            .sorted(NEWEST.reversed())
                            .limit(above)
                            .map(LedgerEntry::id)
                            .toList();
            oldest.forEach(entries::remove);
        }
        return before - entries.size();
    }
}
