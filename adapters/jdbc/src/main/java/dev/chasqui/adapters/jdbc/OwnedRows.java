package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.responses.Position;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of one owner in the tables of responses and conversations. */
final class OwnedRows {
    private static final List<String> TABLES =
            List.of("chasqui_responses", "chasqui_conversations");

    /** The most responses or conversations that one transaction removes. */
    private static final int AT_ONCE = 100;

    /** The most items of one of them that one transaction removes. */
    private static final int ITEMS_AT_ONCE = 1_000;

    private OwnedRows() {}

    /** Returns a question for the rows of an owner after a position, the oldest first. */
    static Query page(
            Handle handle, String table, String owner, Optional<Position> after, int limit) {
        String later = "AND (created, id) > (:created, :id)";
        Query query =
                handle.createQuery(
                                """
                                SELECT * FROM %s WHERE owner_name = :owner %s
                                ORDER BY created, id LIMIT :most
                                """
                                        .formatted(table, after.isPresent() ? later : ""))
                        .bind("owner", owner)
                        .bind("most", limit);
        after.ifPresent(
                last -> query.bind("created", Columns.time(last.created())).bind("id", last.id()));
        return query;
    }

    /**
     * Removes everything of an owner in several transactions, so that others come between, and
     * returns the number of responses and conversations.
     */
    static int forget(Database database, String owner) {
        int removed = 0;
        for (String table : TABLES) {
            Portion last;
            do {
                last = database.write(handle -> forgetSome(handle, table, owner));
                removed += last.removed();
            } while (last.more());
        }
        return removed;
    }

    /** The rows that one transaction removed, and whether there may be more. */
    private record Portion(int removed, boolean more) {}

    private static Portion forgetSome(Handle handle, String table, String owner) {
        List<String> holders =
                handle.createQuery(
                                """
                                SELECT id FROM %s WHERE owner_name = :owner
                                ORDER BY created, id LIMIT :most
                                """
                                        .formatted(table))
                        .bind("owner", owner)
                        .bind("most", AT_ONCE)
                        .mapTo(String.class)
                        .list();
        List<String> emptied = new ArrayList<>();
        int items = 0;
        for (String holder : holders) {
            items += removeItems(handle, holder);
            // A long conversation takes several portions.
            if (ItemRows.next(handle, holder) == 0) {
                emptied.add(holder);
            }
            if (items >= ITEMS_AT_ONCE) {
                break;
            }
        }
        int removed =
                emptied.isEmpty()
                        ? 0
                        : handle.createUpdate("DELETE FROM " + table + " WHERE id IN (<ids>)")
                                .bindList("ids", emptied)
                                .execute();
        return new Portion(removed, !holders.isEmpty());
    }

    /** Removes the first items of a holder, by their places, and returns their number. */
    private static int removeItems(Handle handle, String holder) {
        return handle.createUpdate(
                        """
                        DELETE FROM chasqui_response_items WHERE holder = :holder AND place <
                            (SELECT MIN(place) FROM chasqui_response_items
                             WHERE holder = :holder) + :most
                        """)
                .bind("holder", holder)
                .bind("most", ITEMS_AT_ONCE)
                .execute();
    }
}
