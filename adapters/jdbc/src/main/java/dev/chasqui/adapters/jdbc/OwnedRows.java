package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.responses.Position;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import java.util.List;
import java.util.Optional;

/** What is kept of one owner in the tables of responses and conversations. */
final class OwnedRows {
    private static final List<String> TABLES =
            List.of("chasqui_responses", "chasqui_conversations");

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

    /** Removes everything of an owner, and returns the number of responses and conversations. */
    static int forget(Handle handle, String owner) {
        int removed = 0;
        for (String table : TABLES) {
            int _ =
                    handle.createUpdate(
                                    """
                                    DELETE FROM chasqui_response_items WHERE holder IN
                                        (SELECT id FROM %s WHERE owner_name = :owner)
                                    """
                                            .formatted(table))
                            .bind("owner", owner)
                            .execute();
            removed +=
                    handle.createUpdate("DELETE FROM " + table + " WHERE owner_name = :owner")
                            .bind("owner", owner)
                            .execute();
        }
        return removed;
    }
}
