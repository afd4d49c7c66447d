package dev.chasqui.adapters.logs;

import dev.chasqui.domain.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * A log line for programs: one JSON object with {@code time} (UTC), {@code level}, {@code logger},
 * {@code message} and the record's fields. A record with an exception also has {@code error}, an
 * object with {@code class}, {@code message} and {@code stack}.
 *
 * <p>Safe for use by several threads.
 */
public final class JsonFormat extends Formatter {
    /**
     * The format of a time. It always has three digits after the second, so that lines sort as
     * text.
     */
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    @Override
    public String format(LogRecord record) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("time", Json.of(TIME.format(record.getInstant())));
        members.put("level", Json.of(Levels.name(record.getLevel())));
        putText(members, "logger", record.getLoggerName());
        putText(members, "message", formatMessage(record));
        RecordFields.of(record).members().forEach(members::putIfAbsent);
        if (record.getThrown() != null) {
            members.put("error", error(record.getThrown()));
        }
        return new Json.Obj(members) + "\n";
    }

    private static Json error(Throwable thrown) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("class", Json.of(thrown.getClass().getName()));
        putText(members, "message", thrown.getMessage());
        members.put("stack", Json.of(StackTraces.text(thrown)));
        return new Json.Obj(members);
    }

    private static void putText(Map<String, Json> members, String name, @Nullable String text) {
        if (text != null) {
            members.put(name, Json.of(text));
        }
    }
}
