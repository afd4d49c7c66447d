package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.sessions.SessionLimits;
import dev.chasqui.application.port.sessions.SessionStore;
import dev.chasqui.domain.session.MessageJson;
import dev.chasqui.domain.session.SessionEntry;
import dev.chasqui.domain.session.SessionHead;
import dev.chasqui.domain.session.SessionKey;
import dev.chasqui.domain.session.StoredTurn;
import dev.chasqui.domain.session.Summary;
import dev.chasqui.domain.session.Turn;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.Update;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sessions in a database: a row for each session and for each turn. A turn is added by the one
 * transaction that finds the expected number of turns and raises it, so that of two transactions
 * one is refused.
 */
final class JdbcSessionStore implements SessionStore {
    /** The most sessions that one transaction removes, and the most owners that it looks at. */
    private static final int MOST_AT_ONCE = 50;

    private final Database database;

    /** A session that may be removed, unless it is used again. */
    private record Old(long id, OffsetDateTime used) {
        static Old of(ResultSet row) throws SQLException {
            return new Old(row.getLong("id"), row.getObject("used", OffsetDateTime.class));
        }
    }

    JdbcSessionStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<SessionHead> find(SessionKey key) {
        return database.read(
                handle ->
                        SessionRows.heads(
                                        handle.createQuery(
                                                        """
                                                        SELECT * FROM chasqui_sessions
                                                        WHERE owner_id = :owner AND name = :name
                                                        """)
                                                .bind("owner", key.owner())
                                                .bind("name", key.name()))
                                .findOne());
    }

    @Override
    public List<SessionEntry> list(String owner, int limit, Optional<Place> after) {
        String from =
                after.isPresent() ? "AND (used < :used OR (used = :used AND name < :name))" : "";
        return database.read(
                handle -> {
                    var query =
                            handle.createQuery(
                                            "SELECT "
                                                    + SessionRows.ENTRY
                                                    + " FROM chasqui_sessions WHERE owner_id ="
                                                    + " :owner "
                                                    + from
                                                    + " ORDER BY used DESC, name DESC LIMIT :limit")
                                    .bind("owner", owner)
                                    .bind("limit", limit);
                    after.ifPresent(
                            place ->
                                    query.bind("used", Columns.time(place.used()))
                                            .bind("name", place.name()));
                    return SessionRows.entries(query).list();
                });
    }

    @Override
    public List<SessionEntry> byName(String owner, int limit, String after) {
        return database.read(
                handle ->
                        SessionRows.entries(
                                        handle.createQuery(
                                                        """
                                                        SELECT %s FROM chasqui_sessions
                                                        WHERE owner_id = :owner AND name > :after
                                                        ORDER BY name LIMIT :limit
                                                        """
                                                                .formatted(SessionRows.ENTRY))
                                                .bind("owner", owner)
                                                .bind("after", after)
                                                .bind("limit", limit))
                                .list());
    }

    @Override
    public boolean append(SessionKey key, Turn turn, long expected, Optional<String> system) {
        String asked = MessageJson.write(turn.asked());
        String answered = MessageJson.write(turn.answered());
        long bytes = bytes(asked) + bytes(answered);
        return database.write(
                handle -> {
                    if (expected == 0) {
                        make(handle, key, turn.at());
                    }
                    boolean isNext = raise(handle, key, turn, bytes, expected);
                    if (isNext) {
                        system.ifPresent(text -> setSystem(handle, key, Optional.of(text)));
                        SessionRows.insert(handle, key, expected + 1, turn, asked, answered, bytes);
                    }
                    return isNext;
                });
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Makes an empty session unless it is there. */
    private static void make(Handle handle, SessionKey key, Instant now) {
        int _ =
                handle.createUpdate(
                                """
                                INSERT INTO chasqui_sessions
                                    (owner_id, name, created, used, turns, messages, bytes)
                                VALUES (:owner, :name, :now, :now, 0, 0, 0) ON CONFLICT DO NOTHING
                                """)
                        .bind("owner", key.owner())
                        .bind("name", key.name())
                        .bind("now", Columns.time(now))
                        .execute();
    }

    /** Counts a turn. Returns false if the session has another number of turns. */
    private static boolean raise(
            Handle handle, SessionKey key, Turn turn, long bytes, long expected) {
        return of(
                                handle,
                                """
                                UPDATE chasqui_sessions SET turns = turns + 1,
                                    messages = messages + :messages, bytes = bytes + :bytes,
                                    used = CASE WHEN used < :now THEN :now ELSE used END
                                WHERE owner_id = :owner AND name = :name AND turns = :expected
                                """,
                                key)
                        .bind("messages", turn.size())
                        .bind("bytes", bytes)
                        .bind("now", Columns.time(turn.at()))
                        .bind("expected", expected)
                        .execute()
                > 0;
    }

    private static Update of(Handle handle, String sql, SessionKey key) {
        return handle.createUpdate(sql).bind("owner", key.owner()).bind("name", key.name());
    }

    private static void setSystem(Handle handle, SessionKey key, Optional<String> text) {
        Optional<String> column = text.map(SessionRows::escaped);
        int _ =
                of(
                                handle,
                                """
                                UPDATE chasqui_sessions SET system_text = :system,
                                    bytes = bytes + :bytes
                                        - coalesce(octet_length(system_text), 0)
                                WHERE owner_id = :owner AND name = :name
                                """,
                                key)
                        .bind("system", column.orElse(null))
                        .bind("bytes", column.map(JdbcSessionStore::bytes).orElse(0L))
                        .execute();
    }

    @Override
    public List<StoredTurn> turns(SessionKey key, long before, int most, long mostBytes) {
        return database.read(
                handle -> {
                    Optional<Long> last = lastOfPage(handle, key, before, most, mostBytes);
                    return last.isEmpty()
                            ? List.of()
                            : SessionRows.turns(handle, key, before, last.get());
                });
    }

    /** Returns the number of the oldest turn of a page, from the sizes of its turns alone. */
    private static Optional<Long> lastOfPage(
            Handle handle, SessionKey key, long before, int most, long mostBytes) {
        ResultIterable<long[]> sizes = SessionRows.sizes(handle, key, before, most);
        long[] found = {0, 0};
        try (var rows = sizes.iterator()) {
            while (rows.hasNext()) {
                long[] row = rows.next();
                found[1] += row[1];
                if (found[0] > 0 && found[1] > mostBytes) {
                    break;
                }
                found[0] = row[0];
            }
        }
        return found[0] == 0 ? Optional.empty() : Optional.of(found[0]);
    }

    @Override
    public void putSystem(SessionKey key, Optional<String> text, Instant now) {
        int _ =
                database.write(
                        handle -> {
                            make(handle, key, now);
                            setSystem(handle, key, text);
                            return of(
                                            handle,
                                            """
                                            UPDATE chasqui_sessions SET used = :now
                                            WHERE owner_id = :owner AND name = :name
                                            """,
                                            key)
                                    .bind("now", Columns.time(now))
                                    .execute();
                        });
    }

    @Override
    public boolean putSummary(SessionKey key, Summary summary) {
        return database.write(
                handle ->
                        of(
                                                handle,
                                                """
                                                UPDATE chasqui_sessions SET summary = :text,
                                                    summary_model = :model, summary_at = :at,
                                                    summary_up_to = :upTo
                                                WHERE owner_id = :owner AND name = :name
                                                    AND turns >= :upTo
                                                    AND (summary_up_to IS NULL OR summary_up_to <= :upTo)
                                                """,
                                                key)
                                        .bind("text", SessionRows.escaped(summary.text()))
                                        .bind("model", Columns.text(summary.model()))
                                        .bind("at", Columns.time(summary.at()))
                                        .bind("upTo", summary.upTo())
                                        .execute()
                                > 0);
    }

    @Override
    public boolean delete(SessionKey key) {
        return database.write(
                handle ->
                        of(
                                                handle,
                                                """
                                                DELETE FROM chasqui_sessions
                                                WHERE owner_id = :owner AND name = :name
                                                """,
                                                key)
                                        .execute()
                                > 0);
    }

    @Override
    public int forget(String owner) {
        return database.write(
                handle ->
                        handle.createUpdate("DELETE FROM chasqui_sessions WHERE owner_id = :owner")
                                .bind("owner", owner)
                                .execute());
    }

    @Override
    public int prune(SessionLimits limits, Instant now) {
        List<Old> old =
                database.report(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT id, used FROM chasqui_sessions
                                                WHERE used < :oldest
                                                ORDER BY used LIMIT :most
                                                """)
                                        .bind("oldest", Columns.time(now.minus(limits.keepFor())))
                                        .bind("most", MOST_AT_ONCE)
                                        .map((row, _) -> Old.of(row))
                                        .list());
        return remove(old.isEmpty() ? over(limits) : old);
    }

    /** Returns sessions of owners who have too many, or too large ones, the oldest first. */
    private List<Old> over(SessionLimits limits) {
        List<String> owners =
                database.report(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT owner_id FROM chasqui_sessions
                                                GROUP BY owner_id
                                                HAVING count(*) > :most
                                                    OR (sum(bytes) > :bytes AND count(*) > 1)
                                                LIMIT :owners
                                                """)
                                        .bind("most", limits.mostPerUser())
                                        .bind("bytes", limits.mostBytesPerUser())
                                        .bind("owners", MOST_AT_ONCE)
                                        .mapTo(String.class)
                                        .list());
        List<Old> found = new ArrayList<>();
        for (String owner : owners) {
            if (found.size() < MOST_AT_ONCE) {
                found.addAll(over(owner, limits));
            }
        }
        return found.subList(0, Math.min(MOST_AT_ONCE, found.size()));
    }

    private List<Old> over(String owner, SessionLimits limits) {
        return database.report(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT id, used FROM (
                                            SELECT id, used, name,
                                                row_number() OVER (ORDER BY used DESC, name DESC)
                                                    AS place,
                                                sum(bytes) OVER (ORDER BY used DESC, name DESC)
                                                    AS total
                                            FROM chasqui_sessions WHERE owner_id = :owner
                                        ) AS ranked
                                        WHERE place > 1 AND (place > :most OR total > :bytes)
                                        ORDER BY used, name LIMIT :limit
                                        """)
                                .bind("owner", owner)
                                .bind("most", limits.mostPerUser())
                                .bind("bytes", limits.mostBytesPerUser())
                                .bind("limit", MOST_AT_ONCE)
                                .map((row, _) -> Old.of(row))
                                .list());
    }

    /**
     * Removes sessions, each in a transaction of its own, so that turns are added between. One that
     * was used since it was found stays.
     */
    private int remove(List<Old> sessions) {
        int removed = 0;
        for (Old session : sessions) {
            removed +=
                    database.write(
                            handle ->
                                    handle.createUpdate(
                                                    """
                                                    DELETE FROM chasqui_sessions
                                                    WHERE id = :id AND used = :used
                                                    """)
                                            .bind("id", session.id())
                                            .bind("used", session.used())
                                            .execute());
        }
        return removed;
    }
}
