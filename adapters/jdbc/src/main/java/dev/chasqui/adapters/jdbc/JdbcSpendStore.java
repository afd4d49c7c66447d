package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.callers.SpendStore;
import dev.chasqui.domain.account.Money;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The money that budgets have spent, in a database: a row for each owner and day. Each writer has a
 * row with the number of its last batch, which is changed in the same transaction.
 */
final class JdbcSpendStore implements SpendStore {
    /** Two transactions take the rows in this order. */
    private static final Comparator<Spent> ORDER =
            Comparator.comparing(Spent::day).thenComparing(Spent::owner);

    private final Database database;

    JdbcSpendStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Spent> since(LocalDate since) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT owner_id, on_day, amount FROM chasqui_spent
                                        WHERE on_day >= :since
                                        """)
                                .bind("since", since)
                                .map(
                                        (row, _) ->
                                                new Spent(
                                                        row.getString("owner_id"),
                                                        row.getObject("on_day", LocalDate.class),
                                                        new Money(Columns.sum(row, "amount"))))
                                .list());
    }

    @Override
    public void add(Batch batch) {
        if (batch.amounts().isEmpty()) {
            return;
        }
        List<Spent> amounts = batch.amounts().stream().sorted(ORDER).toList();
        boolean _ =
                database.write(
                        handle -> {
                            boolean isNew = note(handle, batch, amounts.getLast().day());
                            if (isNew) {
                                add(handle, amounts);
                            }
                            return isNew;
                        });
    }

    /** Notes the number of a batch. Returns false if it was noted before. */
    private static boolean note(Handle handle, Batch batch, LocalDate day) {
        return handle.createUpdate(
                                        """
                                        UPDATE chasqui_spend_writers SET batch = :batch, on_day = :day
                                        WHERE writer = :writer AND batch < :batch
                                        """)
                                .bind("batch", batch.number())
                                .bind("day", day)
                                .bind("writer", batch.writer())
                                .execute()
                        > 0
                || handle.createUpdate(
                                        """
                                        INSERT INTO chasqui_spend_writers (writer, batch, on_day)
                                        VALUES (:writer, :batch, :day) ON CONFLICT DO NOTHING
                                        """)
                                .bind("batch", batch.number())
                                .bind("day", day)
                                .bind("writer", batch.writer())
                                .execute()
                        > 0;
    }

    /** Adds to the rows that are there, makes those that are missing, and adds to these. */
    private static void add(Handle handle, List<Spent> amounts) {
        List<Spent> missing = update(handle, amounts);
        if (missing.isEmpty()) {
            return;
        }
        try (PreparedBatch rows =
                handle.prepareBatch(
                        """
                        INSERT INTO chasqui_spent (owner_id, on_day, amount)
                        VALUES (:owner, :day, 0) ON CONFLICT DO NOTHING
                        """)) {
            missing.forEach(one -> rows.bind("owner", one.owner()).bind("day", one.day()).add());
            rows.execute();
        }
        var _ = update(handle, missing);
    }

    /** Adds to the rows that are there, and returns what is left. */
    private static List<Spent> update(Handle handle, List<Spent> amounts) {
        int[] counts;
        try (PreparedBatch rows =
                handle.prepareBatch(
                        """
                        UPDATE chasqui_spent SET amount = amount + :amount
                        WHERE owner_id = :owner AND on_day = :day
                        """)) {
            amounts.forEach(
                    one ->
                            rows.bind("amount", BigDecimal.valueOf(one.amount().nanos()))
                                    .bind("owner", one.owner())
                                    .bind("day", one.day())
                                    .add());
            counts = rows.execute();
        }
        List<Spent> missing = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                missing.add(amounts.get(i));
            }
        }
        return missing;
    }

    @Override
    public void forget(LocalDate before) {
        int _ =
                database.write(
                        handle ->
                                remove(handle, "chasqui_spent", before)
                                        + remove(handle, "chasqui_spend_writers", before));
    }

    private static int remove(Handle handle, String table, LocalDate before) {
        return handle.createUpdate("DELETE FROM " + table + " WHERE on_day < :before")
                .bind("before", before)
                .execute();
    }
}
