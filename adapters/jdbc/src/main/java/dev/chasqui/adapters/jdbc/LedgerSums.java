package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.callers.Ledger.By;
import dev.chasqui.application.port.callers.Ledger.Query;
import dev.chasqui.application.port.callers.Ledger.Sum;
import dev.chasqui.application.port.callers.ModelHour;
import dev.chasqui.domain.account.Money;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The reading of sums. Whole days are read from the sums of days, since there are up to 24 times as
 * many of hours; the hours before and after them from those of hours. Sums by hour have a table of
 * their own, in which each user has one row an hour, and all users together.
 */
final class LedgerSums {
    private static final int LENGTH_OF_DATE = "2026-11-30".length();

    private LedgerSums() {}

    /** A part of a time, which is read from one table. */
    private record Span(Instant from, Instant until, boolean wholeDays) {
        boolean isEmpty() {
            return !from.isBefore(until);
        }
    }

    static List<Sum> read(Handle handle, Query query, By by) {
        Map<String, Sum> sums = new TreeMap<>();
        for (Span span : spans(query, by)) {
            for (Sum sum : read(handle, span, query.user(), by)) {
                sums.merge(sum.name(), sum, Sum::plus);
            }
        }
        return List.copyOf(sums.values());
    }

    private static List<Span> spans(Query query, By by) {
        Instant from = query.from().truncatedTo(ChronoUnit.HOURS);
        Instant lastDay = query.until().truncatedTo(ChronoUnit.DAYS);
        Instant firstDay = from.truncatedTo(ChronoUnit.DAYS);
        if (firstDay.isBefore(from)) {
            firstDay = firstDay.plus(1, ChronoUnit.DAYS);
        }
        if (by == By.HOUR || !firstDay.isBefore(lastDay)) {
            return List.of(new Span(from, query.until(), false));
        }
        List<Span> spans = new ArrayList<>();
        spans.add(new Span(from, firstDay, false));
        spans.add(new Span(firstDay, lastDay, true));
        spans.add(new Span(lastDay, query.until(), false));
        spans.removeIf(Span::isEmpty);
        return spans;
    }

    private static List<Sum> read(Handle handle, Span span, Optional<String> user, By by) {
        String column = column(by);
        Optional<String> named =
                by == By.HOUR ? Optional.of(user.orElse(SumPlace.ALL_USERS)) : user;
        String sql =
                """
                SELECT %1$s AS name, sum(requests) AS requests, sum(failed) AS failed,
                    sum(prompt_tokens) AS prompt_tokens,
                    sum(completion_tokens) AS completion_tokens, sum(cost) AS cost,
                    sum(latency_millis) AS latency_millis
                FROM %2$s WHERE at >= :from AND at < :until%3$s GROUP BY %1$s
                """
                        .formatted(
                                column,
                                table(by, span.wholeDays()),
                                named.isPresent() ? " AND user_name = :user" : "");
        var rows =
                handle.createQuery(sql)
                        .bind("from", Columns.time(span.from()))
                        .bind("until", Columns.time(span.until()));
        named.ifPresent(name -> rows.bind("user", Columns.text(name)));
        return rows.map((row, _) -> sum(name(row, by), row)).list();
    }

    private static String column(By by) {
        return switch (by) {
            case USER -> "user_name";
            case KEY -> "key_id";
            case TEAM -> "team";
            case MODEL -> "model";
            case BACKEND -> "backend";
            case HOUR, DAY -> "at";
        };
    }

    private static String table(By by, boolean wholeDays) {
        String of =
                switch (by) {
                    case TEAM -> "team_";
                    case HOUR -> "user_";
                    case USER, KEY, MODEL, BACKEND, DAY -> "";
                };
        return "chasqui_" + of + (wholeDays ? "days" : "hours");
    }

    private static String name(ResultSet row, By by) throws SQLException {
        return switch (by) {
            case HOUR -> Columns.time(row, "name").toString();
            // The hours of a day become one sum by it.
            case DAY -> Columns.time(row, "name").toString().substring(0, LENGTH_OF_DATE);
            case USER, KEY, TEAM, MODEL, BACKEND -> row.getString("name");
        };
    }

    static List<ModelHour> modelHours(Handle handle, Instant from, Instant until) {
        return handle.createQuery(
                        """
                        SELECT at, model, backend, sum(requests) AS requests, sum(cost) AS cost,
                            sum(latency_millis) AS latency_millis
                        FROM chasqui_hours WHERE at >= :from AND at < :until AND backend <> ''
                        GROUP BY at, model, backend
                        """)
                .bind("from", Columns.time(from))
                .bind("until", Columns.time(until))
                .map(
                        (row, _) ->
                                new ModelHour(
                                        Columns.time(row, "at"),
                                        row.getString("model"),
                                        row.getString("backend"),
                                        Columns.sum(row, "requests"),
                                        new Money(Columns.sum(row, "cost")),
                                        Columns.sum(row, "latency_millis")))
                .list();
    }

    private static Sum sum(String name, ResultSet row) throws SQLException {
        return new Sum(
                name,
                Columns.sum(row, "requests"),
                Columns.sum(row, "failed"),
                Columns.sum(row, "prompt_tokens"),
                Columns.sum(row, "completion_tokens"),
                new Money(Columns.sum(row, "cost")),
                Columns.sum(row, "latency_millis"));
    }
}
