package dev.chasqui.application.ledger;

import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.application.port.callers.LedgerPlace;
import dev.chasqui.application.port.callers.ModelHour;
import dev.chasqui.application.port.exchange.ExchangeContent;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
    private final TreeMap<Instant, Map<LedgerPlace, Sum>> hours = new TreeMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private int rows;

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
                sum(LedgerPlace.of(entry), Sum.of(entry));
            }
        }
        dropFirst(entries.values(), entries.size() - mostEntries);
        forgetHours();
    }

    @Override
    public synchronized void addSums(Unentered added) {
        if (added.number() > numbers.getOrDefault(added.writer(), 0L)) {
            numbers.put(added.writer(), added.number());
            added.sums().forEach(this::sum);
            forgetHours();
        }
    }

    private void forgetHours() {
        while (rows > MOST_ROWS && hours.size() > 1) {
            rows -= hours.pollFirstEntry().getValue().size();
        }
    }

    private void sum(LedgerPlace place, Sum sum) {
        Map<LedgerPlace, Sum> hour =
                hours.computeIfAbsent(place.hour(), _ -> new LinkedHashMap<>());
        int before = hour.size();
        hour.merge(place, sum, Sum::plus);
        rows += hour.size() - before;
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
                                        (place, totals) -> {
                                            if (isOf(query, place.user())) {
                                                names(place, by)
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

    private static Stream<String> names(LedgerPlace place, By by) {
        return switch (by) {
            case USER -> Stream.of(place.user());
            case KEY -> Stream.of(place.key());
            case TEAM -> place.teams().stream();
            case MODEL -> Stream.of(place.model());
            case BACKEND -> Stream.of(place.backend());
            case HOUR -> Stream.of(place.hour().toString());
            case DAY -> Stream.of(place.hour().atOffset(ZoneOffset.UTC).toLocalDate().toString());
        };
    }

    private static boolean isOf(Query query, String user) {
        return query.user().isEmpty() || query.user().get().equals(user);
    }

    @Override
    public synchronized List<ModelHour> modelHours(Instant from, Instant until) {
        List<ModelHour> found = new ArrayList<>();
        hours.subMap(from, true, until, false)
                .forEach(
                        (hour, some) ->
                                some.entrySet().stream()
                                        .filter(one -> !one.getKey().backend().isEmpty())
                                        .collect(
                                                Collectors.groupingBy(
                                                        one ->
                                                                List.of(
                                                                        one.getKey().model(),
                                                                        one.getKey().backend()),
                                                        Collectors.reducing(
                                                                Sum.NONE,
                                                                Map.Entry::getValue,
                                                                Sum::plus)))
                                        .forEach(
                                                (names, sum) ->
                                                        found.add(
                                                                new ModelHour(
                                                                        hour,
                                                                        names.get(0),
                                                                        names.get(1),
                                                                        sum.requests(),
                                                                        sum.cost(),
                                                                        sum.latencyMillis()))));
        return List.copyOf(found);
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
    public synchronized Map<String, ExchangeContent> contents(List<String> ids) {
        Map<String, ExchangeContent> contents = new HashMap<>();
        ids.forEach(
                id ->
                        find(id).flatMap(LedgerEntry::content)
                                .ifPresent(content -> contents.put(id, content)));
        return contents;
    }

    @Override
    public synchronized long forgetContent(String user) {
        long forgotten = 0;
        for (Map.Entry<String, LedgerEntry> one : entries.entrySet()) {
            LedgerEntry entry = one.getValue();
            if (entry.user().equals(user) && entry.content().isPresent()) {
                one.setValue(entry.withContent(Optional.empty()));
                forgotten++;
            }
        }
        return forgotten;
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
