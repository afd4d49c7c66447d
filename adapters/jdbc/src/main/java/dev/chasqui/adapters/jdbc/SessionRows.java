package dev.chasqui.adapters.jdbc;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;
import dev.chasqui.domain.session.MessageJson;
import dev.chasqui.domain.session.SessionEntry;
import dev.chasqui.domain.session.SessionHead;
import dev.chasqui.domain.session.SessionKey;
import dev.chasqui.domain.session.StoredTurn;
import dev.chasqui.domain.session.Summary;
import dev.chasqui.domain.session.Turn;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The reading and writing of the rows of sessions and turns. Has no state. */
final class SessionRows {
    /** The columns of an entry: those with texts would make a long list large. */
    static final String ENTRY = "owner_id, name, created, used, turns, messages, bytes";

    private SessionRows() {}

    /**
     * Returns a text of any content as a column holds it: a JSON string, since PostgreSQL refuses
     * the character 0.
     */
    static String escaped(String text) {
        return Json.of(text).toString();
    }

    private static String unescaped(String column) {
        return JsonReader.read(column.getBytes(StandardCharsets.UTF_8))
                        instanceof Json.Str(String text)
                ? text
                : column;
    }

    static ResultIterable<SessionEntry> entries(Query query) {
        return query.map((row, _) -> entry(row));
    }

    private static SessionEntry entry(ResultSet row) throws SQLException {
        return new SessionEntry(
                new SessionKey(row.getString("owner_id"), row.getString("name")),
                Columns.time(row, "created"),
                Columns.time(row, "used"),
                row.getLong("turns"),
                row.getLong("messages"),
                row.getLong("bytes"));
    }

    static ResultIterable<SessionHead> heads(Query query) {
        return query.map((row, _) -> head(row));
    }

    private static SessionHead head(ResultSet row) throws SQLException {
        SessionEntry entry = entry(row);
        return new SessionHead(
                entry.key(),
                Columns.maybeText(row, "system_text").map(SessionRows::unescaped),
                entry.created(),
                entry.used(),
                entry.turns(),
                entry.messages(),
                entry.bytes(),
                summary(row));
    }

    private static Optional<Summary> summary(ResultSet row) throws SQLException {
        Optional<String> text = Columns.maybeText(row, "summary");
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Summary(
                                unescaped(text.get()),
                                row.getString("summary_model"),
                                Columns.time(row, "summary_at"),
                                row.getLong("summary_up_to")));
    }

    static void insert(
            Handle handle,
            SessionKey key,
            long number,
            Turn turn,
            String asked,
            String answered,
            long bytes) {
        Optional<Usage> usage = turn.usage();
        int _ =
                handle.createUpdate(
                                """
                                INSERT INTO chasqui_turns (session_id, number, asked, answered,
                                    model, at, bytes, cut, prompt_tokens, completion_tokens,
                                    cached_tokens, reasoning_tokens, estimated)
                                SELECT id, :number, :asked, :answered, :model, :at, :bytes, :cut,
                                    :prompt, :completion, :cached, :reasoning, :estimated
                                FROM chasqui_sessions WHERE owner_id = :owner AND name = :name
                                """)
                        .bind("owner", key.owner())
                        .bind("name", key.name())
                        .bind("number", number)
                        .bind("asked", asked)
                        .bind("answered", answered)
                        .bind("model", Columns.text(turn.model()))
                        .bind("at", Columns.time(turn.at()))
                        .bind("bytes", bytes)
                        .bind("cut", turn.cut())
                        .bind("prompt", usage.map(Usage::promptTokens).orElse(null))
                        .bind("completion", usage.map(Usage::completionTokens).orElse(null))
                        .bind("cached", number(usage.map(Usage::cachedTokens)))
                        .bind("reasoning", number(usage.map(Usage::reasoningTokens)))
                        .bind("estimated", usage.map(Usage::estimated).orElse(false))
                        .execute();
    }

    private static @Nullable Long number(Optional<OptionalLong> value) {
        return value.filter(OptionalLong::isPresent).map(OptionalLong::getAsLong).orElse(null);
    }

    /** Returns number and bytes of turns before a number, the newest first. */
    static ResultIterable<long[]> sizes(Handle handle, SessionKey key, long before, int most) {
        return handle.createQuery(
                        """
                        SELECT t.number AS number, t.bytes AS bytes FROM chasqui_turns t
                        JOIN chasqui_sessions s ON s.id = t.session_id
                        WHERE s.owner_id = :owner AND s.name = :name AND t.number < :before
                        ORDER BY t.session_id DESC, t.number DESC LIMIT :most
                        """)
                .bind("owner", key.owner())
                .bind("name", key.name())
                .bind("before", before)
                .bind("most", most)
                .map((row, _) -> new long[] {row.getLong("number"), row.getLong("bytes")});
    }

    /** Returns the turns from one number up to another, exclusive, the newest first. */
    static List<StoredTurn> turns(Handle handle, SessionKey key, long before, long from) {
        return handle.createQuery(
                        """
                        SELECT t.* FROM chasqui_turns t
                        JOIN chasqui_sessions s ON s.id = t.session_id
                        WHERE s.owner_id = :owner AND s.name = :name
                            AND t.number < :before AND t.number >= :from
                        ORDER BY t.session_id DESC, t.number DESC
                        """)
                .bind("owner", key.owner())
                .bind("name", key.name())
                .bind("before", before)
                .bind("from", from)
                .map((row, _) -> turn(row))
                .list();
    }

    private static StoredTurn turn(ResultSet row) throws SQLException {
        return new StoredTurn(
                row.getLong("number"),
                row.getLong("bytes"),
                new Turn(
                        MessageJson.read(row.getString("asked")),
                        MessageJson.read(row.getString("answered")),
                        row.getString("model"),
                        time(row),
                        usage(row),
                        row.getBoolean("cut")));
    }

    private static Instant time(ResultSet row) throws SQLException {
        return Columns.time(row, "at");
    }

    private static Optional<Usage> usage(ResultSet row) throws SQLException {
        OptionalLong prompt = number(row, "prompt_tokens");
        return prompt.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Usage(
                                prompt.getAsLong(),
                                row.getLong("completion_tokens"),
                                number(row, "cached_tokens"),
                                number(row, "reasoning_tokens"),
                                Timings.UNKNOWN,
                                row.getBoolean("estimated")));
    }

    private static OptionalLong number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
