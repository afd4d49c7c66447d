package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.application.port.exchange.ExchangeContent;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.model.Zone;

import org.jdbi.v3.core.Handle;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The rows of the ledger: one for each entry. */
final class LedgerRows {
    private static final String INSERT =
            """
            INSERT INTO chasqui_ledger (id, at, user_name, key_id, teams, dialect, kind,
                model, model_used, backend, zone, agents, status, latency, first_event,
                bytes_in, bytes_out, prompt_tokens, completion_tokens, cached_tokens,
                estimated, cost)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private static final String INSERT_CONTENT =
            "INSERT INTO chasqui_ledger_content (id, question, answer) VALUES (?, ?, ?)";

    private static final String NO_TEXTS = "[]";

    private LedgerRows() {}

    /** Inserts the entries that are not there, within a transaction, and returns those. */
    static List<LedgerEntry> insert(Handle handle, List<LedgerEntry> entries) throws SQLException {
        int[] counts;
        try (Row row = new Row(handle, INSERT)) {
            for (LedgerEntry entry : entries) {
                add(row, entry);
            }
            counts = row.execute();
        }
        List<LedgerEntry> added = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                added.add(entries.get(i));
            }
        }
        insertContent(handle, added.stream().filter(entry -> entry.content().isPresent()).toList());
        return added;
    }

    private static void insertContent(Handle handle, List<LedgerEntry> entries)
            throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        try (Row row = new Row(handle, INSERT_CONTENT)) {
            for (LedgerEntry entry : entries) {
                ExchangeContent content = entry.content().orElseThrow();
                row.text(StoredId.of(entry.id()))
                        .text(content(content.question()))
                        .text(content(content.answer()))
                        .end();
            }
            var _ = row.execute();
        }
    }

    private static String content(String text) {
        return Columns.text(text, ExchangeContent.MOST);
    }

    /** Returns the content of a row. */
    static ExchangeContent readContent(ResultSet row) throws SQLException {
        return new ExchangeContent(row.getString("question"), row.getString("answer"));
    }

    private static void add(Row row, LedgerEntry entry) throws SQLException {
        row.text(StoredId.of(entry.id()))
                .time(entry.at())
                .text(Columns.text(entry.user()))
                .text(Columns.text(entry.key()))
                .text(json(entry.teams()))
                .text(Columns.text(entry.dialect()))
                .text(Columns.text(entry.kind()))
                .text(Columns.text(entry.model()))
                .text(Columns.text(entry.used()))
                .text(Columns.text(entry.backend()))
                .text(entry.zone().map(Zone::name).orElse(null))
                .text(json(entry.agents()))
                .number(entry.status())
                .number(micros(entry.latency()))
                .number(entry.firstEvent().map(LedgerRows::micros).orElse(null))
                .number(entry.bytesIn())
                .number(entry.bytesOut())
                .number(entry.promptTokens())
                .number(entry.completionTokens())
                .number(entry.cachedTokens())
                .flag(entry.estimated())
                .number(entry.cost().nanos())
                .end();
    }

    static LedgerEntry read(ResultSet row) throws SQLException {
        long first = row.getLong("first_event");
        Optional<Duration> firstEvent =
                row.wasNull() ? Optional.empty() : Optional.of(duration(first));
        return new LedgerEntry(
                StoredId.read(row.getString("id")),
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
        return TimeUnit.MICROSECONDS.convert(duration);
    }

    private static Duration duration(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    private static String json(List<String> texts) {
        return texts.isEmpty()
                ? NO_TEXTS
                : new Json.Arr(texts.stream().map(Columns::text).map(Json::of).toList()).toString();
    }

    private static List<String> texts(String json) {
        return JsonReader.read(json.getBytes(StandardCharsets.UTF_8)) instanceof Json.Arr array
                ? array.items().stream().map(item -> ((Json.Str) item).value()).toList()
                : List.of();
    }
}
