package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.ExchangeContent;
import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.model.Zone;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of the ledger: one for each entry. */
final class LedgerRows {
    private LedgerRows() {}

    /** Inserts the entries that are not there, within a transaction, and returns those. */
    static List<LedgerEntry> insert(Handle handle, List<LedgerEntry> entries) {
        int[] counts;
        try (PreparedBatch batch =
                handle.prepareBatch(
                        """
                        INSERT INTO chasqui_ledger (id, at, user_name, key_id, teams, dialect, kind,
                            model, model_used, backend, zone, agents, status, latency, first_event,
                            bytes_in, bytes_out, prompt_tokens, completion_tokens, cached_tokens,
                            estimated, cost)
                        VALUES (:id, :at, :user, :key, :teams, :dialect, :kind, :model, :used,
                            :backend, :zone, :agents, :status, :latency, :first, :in, :out, :prompt,
                            :completion, :cached, :estimated, :cost)
                        ON CONFLICT DO NOTHING
                        """)) {
            entries.forEach(entry -> bind(batch, entry).add());
            counts = batch.execute();
        }
        List<LedgerEntry> added = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                added.add(entries.get(i));
            }
        }
        insertContent(handle, added);
        return added;
    }

    private static void insertContent(Handle handle, List<LedgerEntry> entries) {
        try (PreparedBatch batch =
                handle.prepareBatch(
                        """
                        INSERT INTO chasqui_ledger_content (id, question, answer)
                        VALUES (:id, :question, :answer)
                        """)) {
            for (LedgerEntry entry : entries) {
                entry.content()
                        .ifPresent(
                                content ->
                                        batch.bind("id", Columns.text(entry.id()))
                                                .bind("question", content(content.question()))
                                                .bind("answer", content(content.answer()))
                                                .add());
            }
            if (batch.size() > 0) {
                var _ = batch.execute();
            }
        }
    }

    private static String content(String text) {
        return Columns.text(text, ExchangeContent.MOST);
    }

    /** Returns the content of a row. */
    static ExchangeContent readContent(ResultSet row) throws SQLException {
        return new ExchangeContent(row.getString("question"), row.getString("answer"));
    }

    private static PreparedBatch bind(PreparedBatch batch, LedgerEntry entry) {
        // The first row of a batch fixes the types, so nothing is bound as a null without a type.
        @Nullable Long first = entry.firstEvent().map(LedgerRows::micros).orElse(null);
        return batch.bind("id", Columns.text(entry.id()))
                .bind("first", first)
                .bind("at", Columns.time(entry.at()))
                .bind("user", Columns.text(entry.user()))
                .bind("key", Columns.text(entry.key()))
                .bind("teams", json(entry.teams()))
                .bind("dialect", Columns.text(entry.dialect()))
                .bind("kind", Columns.text(entry.kind()))
                .bind("model", Columns.text(entry.model()))
                .bind("used", Columns.text(entry.used()))
                .bind("backend", Columns.text(entry.backend()))
                .bind("zone", entry.zone().map(Zone::name).orElse(null))
                .bind("agents", json(entry.agents()))
                .bind("status", entry.status())
                .bind("latency", micros(entry.latency()))
                .bind("in", entry.bytesIn())
                .bind("out", entry.bytesOut())
                .bind("prompt", entry.promptTokens())
                .bind("completion", entry.completionTokens())
                .bind("cached", entry.cachedTokens())
                .bind("estimated", entry.estimated())
                .bind("cost", entry.cost().nanos());
    }

    static LedgerEntry read(ResultSet row) throws SQLException {
        long first = row.getLong("first_event");
        Optional<Duration> firstEvent =
                row.wasNull() ? Optional.empty() : Optional.of(duration(first));
        return new LedgerEntry(
                row.getString("id"),
                Columns.time(row, "at"),
                row.getString("user_name"),
                Columns.maybeText(row, "key_id"),
                texts(row.getString("teams")),
                row.getString("dialect"),
                row.getString("kind"),
                Columns.maybeText(row, "model"),
                Columns.maybeText(row, "model_used"),
                Columns.maybeText(row, "backend"),
                Columns.maybeText(row, "zone").map(Zone::valueOf),
                texts(row.getString("agents")),
                row.getInt("status"),
                duration(row.getLong("latency")),
                firstEvent,
                row.getLong("bytes_in"),
                row.getLong("bytes_out"),
                row.getLong("prompt_tokens"),
                row.getLong("completion_tokens"),
                row.getLong("cached_tokens"),
                row.getBoolean("estimated"),
                new Money(row.getLong("cost")));
    }

    private static long micros(Duration duration) {
        return duration.dividedBy(ChronoUnit.MICROS.getDuration());
    }

    private static Duration duration(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    private static String json(List<String> texts) {
        return new Json.Arr(texts.stream().map(Columns::text).map(Json::of).toList()).toString();
    }

    private static List<String> texts(String json) {
        return JsonReader.read(json.getBytes(StandardCharsets.UTF_8)) instanceof Json.Arr array
                ? array.items().stream().map(item -> ((Json.Str) item).value()).toList()
                : List.of();
    }
}
