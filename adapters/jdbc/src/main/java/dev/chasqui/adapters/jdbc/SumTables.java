package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.callers.Ledger.Sum;
import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.application.port.callers.LedgerPlace;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The writing of the sums of hours and of days. */
final class SumTables {
    private static final List<String> NAMES = List.of("user_name", "key_id", "model", "backend");
    private static final List<String> NAMES_OF_TEAM = List.of("user_name", "team");
    private static final List<String> NAMES_OF_USER = List.of("user_name");

    private SumTables() {}

    /** Adds the sums of entries, within a transaction. */
    static void add(Handle handle, List<LedgerEntry> entries) throws SQLException {
        Map<LedgerPlace, Sum> sums = new HashMap<>();
        for (LedgerEntry entry : entries) {
            sums.merge(LedgerPlace.of(entry), Sum.of(entry), Sum::plus);
        }
        add(handle, sums);
    }

    /** Adds sums of hours, within a transaction. */
    static void add(Handle handle, Map<LedgerPlace, Sum> sums) throws SQLException {
        SortedMap<SumPlace, Sum> all = new TreeMap<>();
        SortedMap<SumPlace, Sum> ofTeams = new TreeMap<>();
        SortedMap<SumPlace, Sum> ofUsers = new TreeMap<>();
        sums.forEach(
                (place, sum) -> {
                    all.merge(SumPlace.of(place), sum, Sum::plus);
                    place.teams().stream()
                            .distinct()
                            .forEach(
                                    team ->
                                            ofTeams.merge(
                                                    SumPlace.ofTeam(place, team), sum, Sum::plus));
                    Stream.of(place.user(), SumPlace.ALL_USERS)
                            .distinct()
                            .forEach(
                                    user ->
                                            ofUsers.merge(
                                                    SumPlace.ofUser(place, user), sum, Sum::plus));
                });
        add(handle, "chasqui_hours", NAMES, all);
        add(handle, "chasqui_days", NAMES, days(all));
        add(handle, "chasqui_team_hours", NAMES_OF_TEAM, ofTeams);
        add(handle, "chasqui_team_days", NAMES_OF_TEAM, days(ofTeams));
        add(handle, "chasqui_user_hours", NAMES_OF_USER, ofUsers);
    }

    private static SortedMap<SumPlace, Sum> days(SortedMap<SumPlace, Sum> hours) {
        SortedMap<SumPlace, Sum> days = new TreeMap<>();
        hours.forEach((place, sum) -> days.merge(place.ofDay(), sum, Sum::plus));
        return days;
    }

    /**
     * Adds to the rows that are there, makes those that are missing, and adds to these: statements
     * that both databases know, also while another server does the same.
     */
    private static void add(
            Handle handle, String table, List<String> names, SortedMap<SumPlace, Sum> sums)
            throws SQLException {
        String update =
                """
                UPDATE %s SET requests = requests + ?, failed = failed + ?,
                    prompt_tokens = prompt_tokens + ?, completion_tokens = completion_tokens + ?,
                    cost = cost + ?, latency_millis = latency_millis + ?
                WHERE at = ? AND %s = ?
                """
                        .formatted(table, String.join(" = ? AND ", names));
        SortedMap<SumPlace, Sum> missing = update(handle, update, sums);
        if (missing.isEmpty()) {
            return;
        }
        String insert =
                """
                INSERT INTO %s (at, %s, requests, failed, prompt_tokens, completion_tokens, cost,
                    latency_millis)
                VALUES (?, %s, 0, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING
                """
                        .formatted(
                                table,
                                String.join(", ", names),
                                String.join(", ", Collections.nCopies(names.size(), "?")));
        insert(handle, insert, missing.keySet());
        var _ = update(handle, update, missing);
    }

    private static void insert(Handle handle, String sql, Collection<SumPlace> places)
            throws SQLException {
        try (Row row = new Row(handle, sql)) {
            for (SumPlace place : places) {
                bind(row, place).end();
            }
            var _ = row.execute();
        }
    }

    /** Adds to the rows that are there, and returns what is left. */
    private static SortedMap<SumPlace, Sum> update(
            Handle handle, String sql, SortedMap<SumPlace, Sum> sums) throws SQLException {
        SortedMap<SumPlace, Sum> missing = new TreeMap<>();
        if (sums.isEmpty()) {
            return missing;
        }
        int[] counts;
        try (Row row = new Row(handle, sql)) {
            for (Map.Entry<SumPlace, Sum> one : sums.entrySet()) {
                Sum sum = one.getValue();
                row.number(sum.requests())
                        .number(sum.failed())
                        .number(sum.promptTokens())
                        .number(sum.completionTokens())
                        .number(sum.cost().nanos())
                        .number(sum.latencyMillis());
                bind(row, one.getKey()).end();
            }
            counts = row.execute();
        }
        int i = 0;
        for (Map.Entry<SumPlace, Sum> one : sums.entrySet()) {
            if (counts[i++] == 0) {
                missing.put(one.getKey(), one.getValue());
            }
        }
        return missing;
    }

    private static Row bind(Row row, SumPlace place) throws SQLException {
        row.time(place.begin());
        for (String name : place.names()) {
            row.text(name);
        }
        return row;
    }
}
