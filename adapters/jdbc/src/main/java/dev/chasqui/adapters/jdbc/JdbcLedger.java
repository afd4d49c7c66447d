package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.application.port.callers.ModelHour;
import dev.chasqui.application.port.exchange.ExchangeContent;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ledger in a database: a row for each request, and sums for each hour and each day, user, key,
 * model and backend, which are written in the same transaction. Each writer of sums without rows
 * has a row with its last number, which is changed in the same transaction as they.
 */
final class JdbcLedger implements Ledger {
    /** The rows that one statement removes, so that it ends in time. */
    private static final int ROWS_AT_ONCE = 2_000;

    /** The statements of one call, so that it ends in time. */
    private static final int MOST_REMOVALS = 500;

    private static final String FORGET_WRITERS =
            """
            DELETE FROM chasqui_ledger_writers
            WHERE at < CURRENT_TIMESTAMP - INTERVAL '30' DAY
            """;

    private final Database database;

    JdbcLedger(Database database) {
        this.database = database;
    }

    @Override
    public void add(List<LedgerEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        var _ =
                database.write(
                        handle -> {
                            List<LedgerEntry> added = LedgerRows.insert(handle, entries);
                            SumTables.add(handle, added);
                            return added.size();
                        });
    }

    @Override
    public void addSums(Unentered sums) {
        boolean _ =
                database.write(
                        handle -> {
                            boolean isNew = note(handle, sums);
                            if (isNew) {
                                SumTables.add(handle, sums.sums());
                            }
                            return isNew;
                        });
    }

    /** Notes a writer's number. Returns false if it was noted before. */
    private static boolean note(Handle handle, Unentered sums) {
        return number(
                        handle,
                        """
                        UPDATE chasqui_ledger_writers SET number = :number, at = CURRENT_TIMESTAMP
                        WHERE writer = :writer AND number < :number
                        """,
                        sums)
                || number(
                        handle,
                        """
                        INSERT INTO chasqui_ledger_writers (writer, number, at)
                        VALUES (:writer, :number, CURRENT_TIMESTAMP) ON CONFLICT DO NOTHING
                        """,
                        sums);
    }

    private static boolean number(Handle handle, String sql, Unentered sums) {
        return handle.createUpdate(sql)
                        .bind("writer", sums.writer())
                        .bind("number", sums.number())
                        .execute()
                > 0;
    }

    @Override
    public List<Sum> sums(Query query, By by) {
        return database.report(handle -> LedgerSums.read(handle, query, by));
    }

    @Override
    public List<ModelHour> modelHours(Instant from, Instant until) {
        return database.report(handle -> LedgerSums.modelHours(handle, from, until));
    }

    private static String ofUser(Query query) {
        return query.user().isPresent() ? " AND user_name = :user" : "";
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Query query, Instant from) {
        query.user().ifPresent(user -> statement.bind("user", Columns.text(user)));
        return statement
                .bind("from", Columns.time(from))
                .bind("until", Columns.time(query.until()));
    }

    @Override
    public List<LedgerEntry> newest(Query query, Optional<String> before, int most) {
        return database.report(
                handle -> {
                    Optional<Last> last = before.flatMap(id -> last(handle, id));
                    return before.isPresent() && last.isEmpty()
                            ? List.of()
                            : page(handle, query, last, most);
                });
    }

    /** The row after which a page begins. */
    private record Last(OffsetDateTime at, String storedId) {}

    private static Optional<Last> last(Handle handle, String id) {
        return row(handle, "SELECT at, id FROM chasqui_ledger", id)
                .map(
                        (row, _) ->
                                new Last(
                                        Columns.time(Columns.time(row, "at")), row.getString("id")))
                .findFirst();
    }

    private static List<LedgerEntry> page(
            Handle handle, Query query, Optional<Last> last, int most) {
        String sql =
                "SELECT * FROM chasqui_ledger WHERE at >= :from AND at < :until"
                        + ofUser(query)
                        + (last.isPresent()
                                ? " AND at <= :last AND (at < :last OR id < :before)"
                                : "")
                        // With the user in the order, H2 reads the index of users from its end.
                        + (query.user().isPresent() ? " ORDER BY user_name DESC," : " ORDER BY")
                        + " at DESC, id DESC LIMIT :most";
        var page = bind(handle.createQuery(sql), query, query.from()).bind("most", most);
        last.ifPresent(row -> page.bind("last", row.at()).bind("before", row.storedId()));
        return page.map((row, _) -> LedgerRows.read(row)).list();
    }

    @Override
    public Optional<LedgerEntry> find(String id) {
        return database.report(
                handle -> {
                    Optional<ExchangeContent> content =
                            row(handle, "SELECT * FROM chasqui_ledger_content", id)
                                    .map((row, _) -> LedgerRows.readContent(row))
                                    .findFirst();
                    return row(handle, "SELECT * FROM chasqui_ledger", id)
                            .map((row, _) -> LedgerRows.read(row).withContent(content))
                            .findFirst();
                });
    }

    @Override
    public Map<String, ExchangeContent> contents(List<String> ids) {
        List<String> stored =
                ids.stream().flatMap(id -> Stream.of(StoredId.of(id), Columns.text(id))).toList();
        return stored.isEmpty()
                ? Map.of()
                : database.report(
                        handle ->
                                handle
                                        .createQuery(
                                                "SELECT * FROM chasqui_ledger_content"
                                                        + " WHERE id IN (<ids>)")
                                        .bindList("ids", stored)
                                        .map(
                                                (row, _) ->
                                                        Map.entry(
                                                                StoredId.read(row.getString("id")),
                                                                LedgerRows.readContent(row)))
                                        .stream()
                                        .collect(
                                                Collectors.toMap(
                                                        Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** {@inheritDoc} It takes several transactions, so that others come between. */
    @Override
    public long forgetContent(String user) {
        long forgotten = 0;
        int rows;
        do {
            rows = database.write(handle -> forgetContent(handle, user));
            forgotten += rows;
        } while (rows == ROWS_AT_ONCE);
        return forgotten;
    }

    private static int forgetContent(Handle handle, String user) {
        return handle.createUpdate(
                        """
                        DELETE FROM chasqui_ledger_content WHERE id IN (
                            SELECT c.id FROM chasqui_ledger_content c
                            JOIN chasqui_ledger l ON l.id = c.id
                            WHERE l.user_name = :user LIMIT :rows)
                        """)
                .bind("user", Columns.text(user))
                .bind("rows", ROWS_AT_ONCE)
                .execute();
    }

    private static org.jdbi.v3.core.statement.Query row(Handle handle, String select, String id) {
        return handle.createQuery(select + " WHERE id IN (:stored, :old)")
                .bind("stored", StoredId.of(id))
                .bind("old", Columns.text(id));
    }

    @Override
    public long prune(Instant olderThan, long most) {
        int _ = database.write(handle -> handle.execute(FORGET_WRITERS));
        long removed = remove(_ -> ROWS_AT_ONCE, olderThan);
        long excess =
                database.report(
                        handle ->
                                handle.createQuery("SELECT count(*) FROM chasqui_ledger")
                                                .mapTo(Long.class)
                                                .one()
                                        - most);
        return removed + remove(done -> Math.min(ROWS_AT_ONCE, excess - done), Instant.MAX);
    }

    /** Removes the oldest rows in several transactions, so that others come between. */
    private long remove(LongUnaryOperator next, Instant olderThan) {
        long removed = 0;
        for (int i = 0; i < MOST_REMOVALS; i++) {
            long wanted = next.applyAsLong(removed);
            int rows = wanted <= 0 ? 0 : database.write(at -> remove(at, wanted, olderThan));
            removed += rows;
            if (rows < ROWS_AT_ONCE) {
                break;
            }
        }
        return removed;
    }

    /** The end of what is removed is found by the index first; a list of ids would take long. */
    private static int remove(Handle handle, long rows, Instant olderThan) {
        List<Map.Entry<OffsetDateTime, String>> oldest =
                handle.createQuery("SELECT at, id FROM chasqui_ledger ORDER BY at, id LIMIT :rows")
                        .bind("rows", rows)
                        .map(
                                (row, _) ->
                                        Map.entry(
                                                Columns.time(Columns.time(row, "at")),
                                                row.getString("id")))
                        .filter(row -> row.getKey().toInstant().isBefore(olderThan))
                        .list();
        return oldest.isEmpty()
                ? 0
                : handle.createUpdate(
                                """
                                DELETE FROM chasqui_ledger
                                WHERE at <= :at AND (at < :at OR id <= :id)
                                """)
                        .bind("at", oldest.getLast().getKey())
                        .bind("id", oldest.getLast().getValue())
                        .execute();
    }
}
