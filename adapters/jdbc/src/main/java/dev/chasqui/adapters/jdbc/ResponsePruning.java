package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.responses.Retention;

import org.jdbi.v3.core.Handle;

import java.util.ArrayList;
import java.util.List;

/**
 * The removal of what is beyond the bounds: whole chains of responses, whose last one tells when
 * they were used, and whole conversations. Each transaction removes few, so that other writes come
 * between.
 */
final class ResponsePruning {
    /** The most chains or conversations that one transaction removes. */
    private static final int AT_ONCE = 100;

    /** The most chains or conversations that one search finds. */
    private static final int MOST_FOUND = 10_000;

    private static final String OLD_CHAINS =
            """
            SELECT root FROM chasqui_responses GROUP BY root
            HAVING MAX(created) < :before AND MAX(writer) IS NULL LIMIT :most
            """;

    private static final String STILL_OLD_CHAINS =
            """
            SELECT root FROM chasqui_responses WHERE root IN (<found>) GROUP BY root
            HAVING MAX(created) < :before AND MAX(writer) IS NULL
            """;

    private static final String OLD_CONVERSATIONS =
            "SELECT id FROM chasqui_conversations WHERE used < :before LIMIT :most";

    private static final String STILL_OLD_CONVERSATIONS =
            "SELECT id FROM chasqui_conversations WHERE id IN (<found>) AND used < :before";

    private final Database database;
    private final Retention retention;

    ResponsePruning(Database database, Retention retention) {
        this.database = database;
        this.retention = retention;
    }

    /** Removes all, and returns the number of responses and conversations. */
    int run() {
        int removed =
                removeOld(OLD_CHAINS, STILL_OLD_CHAINS, ResponsePruning::chains)
                        + removeOld(
                                OLD_CONVERSATIONS,
                                STILL_OLD_CONVERSATIONS,
                                ResponsePruning::conversations);
        for (String owner : database.report(this::ownersAbove)) {
            removed += removeAbove(owner);
        }
        return removed;
    }

    /** The removal of some chains or conversations, which returns the number of what it removed. */
    private interface Removal {
        int of(Handle handle, List<String> some);
    }

    /**
     * Finds what is old without holding up the writes, and removes what still is old by then.
     *
     * @param stillOld finds those of some that are old
     */
    private int removeOld(String old, String stillOld, Removal removal) {
        int removed = 0;
        int last;
        List<String> found;
        do {
            found = database.report(handle -> old(handle, old));
            last = 0;
            for (List<String> some : parts(found)) {
                last +=
                        database.write(
                                handle -> removal.of(handle, stillOld(handle, stillOld, some)));
            }
            removed += last;
        } while (found.size() == MOST_FOUND && last > 0);
        return removed;
    }

    private List<String> old(Handle handle, String sql) {
        return handle.createQuery(sql)
                .bind("before", Columns.time(retention.before()))
                .bind("most", MOST_FOUND)
                .mapTo(String.class)
                .list();
    }

    private List<String> stillOld(Handle handle, String sql, List<String> found) {
        return handle.createQuery(sql)
                .bind("before", Columns.time(retention.before()))
                .bindList("found", found)
                .mapTo(String.class)
                .list();
    }

    private static int chains(Handle handle, List<String> roots) {
        if (roots.isEmpty()) {
            return 0;
        }
        int _ =
                handle.createUpdate(
                                """
                                DELETE FROM chasqui_response_items WHERE holder IN
                                    (SELECT id FROM chasqui_responses WHERE root IN (<roots>))
                                """)
                        .bindList("roots", roots)
                        .execute();
        return handle.createUpdate("DELETE FROM chasqui_responses WHERE root IN (<roots>)")
                .bindList("roots", roots)
                .execute();
    }

    private static int conversations(Handle handle, List<String> ids) {
        if (ids.isEmpty()) {
            return 0;
        }
        ItemRows.remove(handle, ids);
        return handle.createUpdate("DELETE FROM chasqui_conversations WHERE id IN (<ids>)")
                .bindList("ids", ids)
                .execute();
    }

    private List<String> ownersAbove(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT owner_name FROM chasqui_responses GROUP BY owner_name
                        HAVING COUNT(*) > :most OR SUM(bytes) > :bytes
                        UNION SELECT owner_name FROM chasqui_conversations GROUP BY owner_name
                        HAVING COUNT(*) > :most OR SUM(bytes) > :bytes
                        """)
                .bind("most", retention.most())
                .bind("bytes", retention.mostBytes())
                .mapTo(String.class)
                .list();
    }

    /** A chain or a conversation, with what it has. */
    private record Part(String id, long count, long bytes) {}

    private int removeAbove(String owner) {
        List<String> roots =
                database.report(
                        handle ->
                                beyond(
                                        handle,
                                        owner,
                                        """
                                        SELECT root AS id, COUNT(*) AS number, SUM(bytes) AS bytes
                                        FROM chasqui_responses WHERE owner_name = :owner
                                        GROUP BY root ORDER BY MAX(created) DESC, root
                                        """));
        List<String> talks =
                database.report(
                        handle ->
                                beyond(
                                        handle,
                                        owner,
                                        """
                                        SELECT id, 1 AS number, bytes FROM chasqui_conversations
                                        WHERE owner_name = :owner ORDER BY used DESC, id
                                        """));
        int removed = 0;
        for (List<String> some : parts(roots)) {
            removed += database.write(handle -> chains(handle, some));
        }
        for (List<String> some : parts(talks)) {
            removed += database.write(handle -> conversations(handle, some));
        }
        return removed;
    }

    /** Returns the parts that are left when the newest ones have used up what is allowed. */
    private List<String> beyond(Handle handle, String owner, String sql) {
        List<Part> newestFirst =
                handle.createQuery(sql)
                        .bind("owner", owner)
                        .map(
                                (row, _) ->
                                        new Part(
                                                row.getString("id"),
                                                row.getLong("number"),
                                                Columns.sum(row, "bytes")))
                        .list();
        List<String> beyond = new ArrayList<>();
        long count = 0;
        long bytes = 0;
        for (Part part : newestFirst) {
            count += part.count();
            bytes += part.bytes();
            if (count > retention.most() || bytes > retention.mostBytes()) {
                beyond.add(part.id());
            }
        }
        return beyond;
    }

    private static List<List<String>> parts(List<String> all) {
        List<List<String>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            parts.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        }
        return parts;
    }
}
