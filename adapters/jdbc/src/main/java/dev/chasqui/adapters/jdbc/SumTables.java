package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.callers.LedgerEntry;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** The writing of the sums of hours and of days. */
final class SumTables {
    private static final String NOTHING_YET = ", 0, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING";

    private static final String COLUMNS =
            ", requests, failed, prompt_tokens, completion_tokens, cost, latency_millis)";

    private static final String ADDED =
            """
             SET requests = requests + :requests, failed = failed + :failed,
                prompt_tokens = prompt_tokens + :prompt_tokens,
                completion_tokens = completion_tokens + :completion_tokens,
                cost = cost + :cost, latency_millis = latency_millis + :latency_millis
            WHERE at = :at AND user_name = :user\
            """;

    private SumTables() {}

    /** Adds entries to the sums, within a transaction. */
    static void add(Handle handle, List<LedgerEntry> entries) {
        SortedMap<PeriodSum.Place, PeriodSum> sums = new TreeMap<>();
        SortedMap<PeriodSum.TeamPlace, PeriodSum> ofTeams = new TreeMap<>();
        for (LedgerEntry entry : entries) {
            PeriodSum one = PeriodSum.of(entry);
            sums.merge(PeriodSum.place(entry), one, PeriodSum::plus);
            PeriodSum.teamPlaces(entry)
                    .forEach(place -> ofTeams.merge(place, one, PeriodSum::plus));
        }
        add(handle, "chasqui_hours", sums);
        add(handle, "chasqui_days", days(sums, PeriodSum.Place::ofDay));
        addOfTeams(handle, "chasqui_team_hours", ofTeams);
        addOfTeams(handle, "chasqui_team_days", days(ofTeams, PeriodSum.TeamPlace::ofDay));
    }

    private static <P> SortedMap<P, PeriodSum> days(
            SortedMap<P, PeriodSum> hours, UnaryOperator<P> ofDay) {
        SortedMap<P, PeriodSum> days = new TreeMap<>();
        hours.forEach((place, sum) -> days.merge(ofDay.apply(place), sum, PeriodSum::plus));
        return days;
    }

    private static void add(
            Handle handle, String table, SortedMap<PeriodSum.Place, PeriodSum> sums) {
        add(
                handle,
                table,
                List.of("key_id", "model", "backend"),
                sums,
                (batch, place) -> {
                    bind(batch, place.begin(), place.user());
                    batch.bind("key_id", place.key())
                            .bind("model", place.model())
                            .bind("backend", place.backend());
                });
    }

    private static void addOfTeams(
            Handle handle, String table, SortedMap<PeriodSum.TeamPlace, PeriodSum> sums) {
        add(
                handle,
                table,
                List.of("team"),
                sums,
                (batch, place) -> {
                    bind(batch, place.begin(), place.user());
                    batch.bind("team", place.team());
                });
    }

    private static void bind(PreparedBatch batch, Instant begin, String user) {
        batch.bind("at", Columns.time(begin)).bind("user", user);
    }

    /**
     * Adds to the rows that are there, makes those that are missing, and adds to these: statements
     * that both databases know, also while another server does the same.
     */
    private static <P> void add(
            Handle handle,
            String table,
            List<String> names,
            SortedMap<P, PeriodSum> sums,
            BiConsumer<PreparedBatch, P> place) {
        StringBuilder update = new StringBuilder("UPDATE ").append(table).append(ADDED);
        names.forEach(name -> update.append(" AND ").append(name).append(" = :").append(name));
        SortedMap<P, PeriodSum> missing = update(handle, update.toString(), sums, place);
        if (missing.isEmpty()) {
            return;
        }
        String insert =
                "INSERT INTO %s (at, user_name, %s%s VALUES (:at, :user, :%s%s"
                        .formatted(
                                table,
                                String.join(", ", names),
                                COLUMNS,
                                String.join(", :", names),
                                NOTHING_YET);
        try (PreparedBatch rows = handle.prepareBatch(insert)) {
            missing.keySet()
                    .forEach(
                            where -> {
                                place.accept(rows, where);
                                rows.add();
                            });
            rows.execute();
        }
        var _ = update(handle, update.toString(), missing, place);
    }

    /** Adds to the rows that are there, and returns what is left. */
    private static <P> SortedMap<P, PeriodSum> update(
            Handle handle,
            String sql,
            SortedMap<P, PeriodSum> sums,
            BiConsumer<PreparedBatch, P> place) {
        SortedMap<P, PeriodSum> missing = new TreeMap<>();
        if (sums.isEmpty()) {
            return missing;
        }
        int[] counts;
        try (PreparedBatch added = handle.prepareBatch(sql)) {
            sums.forEach(
                    (where, sum) -> {
                        place.accept(added, where);
                        added.bind("requests", BigDecimal.valueOf(sum.requests()))
                                .bind("failed", BigDecimal.valueOf(sum.failed()))
                                .bind("prompt_tokens", new BigDecimal(sum.promptTokens()))
                                .bind("completion_tokens", new BigDecimal(sum.completionTokens()))
                                .bind("cost", new BigDecimal(sum.cost()))
                                .bind("latency_millis", new BigDecimal(sum.latencyMillis()))
                                .add();
                    });
            counts = added.execute();
        }
        int i = 0;
        for (Map.Entry<P, PeriodSum> sum : sums.entrySet()) {
            if (counts[i++] == 0) {
                missing.put(sum.getKey(), sum.getValue());
            }
        }
        return missing;
    }
}
