package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.callers.LedgerEntry;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The writing of the sums of hours. */
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
        SortedMap<HourSum.Place, HourSum> sums = new TreeMap<>();
        SortedMap<HourSum.TeamPlace, HourSum> ofTeams = new TreeMap<>();
        for (LedgerEntry entry : entries) {
            HourSum one = HourSum.of(entry);
            sums.merge(HourSum.place(entry), one, HourSum::plus);
            HourSum.teamPlaces(entry).forEach(place -> ofTeams.merge(place, one, HourSum::plus));
        }
        add(
                handle,
                "chasqui_hours",
                List.of("key_id", "model", "backend"),
                sums,
                (batch, place) -> {
                    bind(batch, place.hour(), place.user());
                    batch.bind("key_id", place.key())
                            .bind("model", place.model())
                            .bind("backend", place.backend());
                });
        add(
                handle,
                "chasqui_team_hours",
                List.of("team"),
                ofTeams,
                (batch, place) -> {
                    bind(batch, place.hour(), place.user());
                    batch.bind("team", place.team());
                });
    }

    private static void bind(PreparedBatch batch, Instant hour, String user) {
        batch.bind("at", Columns.time(hour)).bind("user", user);
    }

    /** Makes the rows that are missing, then adds to all: a statement that both databases know. */
    private static <P> void add(
            Handle handle,
            String table,
            List<String> names,
            SortedMap<P, HourSum> sums,
            BiConsumer<PreparedBatch, P> place) {
        if (sums.isEmpty()) {
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
        StringBuilder update = new StringBuilder("UPDATE ").append(table).append(ADDED);
        names.forEach(name -> update.append(" AND ").append(name).append(" = :").append(name));
        try (PreparedBatch rows = handle.prepareBatch(insert);
                PreparedBatch added = handle.prepareBatch(update.toString())) {
            sums.forEach(
                    (where, sum) -> {
                        place.accept(rows, where);
                        rows.add();
                        place.accept(added, where);
                        added.bind("requests", BigDecimal.valueOf(sum.requests()))
                                .bind("failed", BigDecimal.valueOf(sum.failed()))
                                .bind("prompt_tokens", new BigDecimal(sum.promptTokens()))
                                .bind("completion_tokens", new BigDecimal(sum.completionTokens()))
                                .bind("cost", new BigDecimal(sum.cost()))
                                .bind("latency_millis", new BigDecimal(sum.latencyMillis()))
                                .add();
                    });
            rows.execute();
            added.execute();
        }
    }
}
