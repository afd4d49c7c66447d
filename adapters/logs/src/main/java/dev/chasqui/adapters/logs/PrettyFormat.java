package dev.chasqui.adapters.logs;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.text.Printable;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;

/**
 * A log line for people: time, level, message and fields. A stack trace is indented below it.
 *
 * <p>A record always begins exactly one line: characters that could begin a line or control a
 * terminal are written as escapes. Safe for use by several threads.
 */
public final class PrettyFormat extends Formatter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);
    private static final String INDENT = "    ";
    private static final int LEVEL_WIDTH = 8;

    private final ZoneId zone;

    /** Creates a format that writes times in the time zone of this machine. */
    public PrettyFormat() {
        this(ZoneId.systemDefault());
    }

    PrettyFormat(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public String format(LogRecord record) {
        StringBuilder line = new StringBuilder(256);
        TIME.formatTo(record.getInstant().atZone(zone), line);
        String level = Levels.name(record.getLevel()).toUpperCase(Locale.ROOT);
        line.append(' ').append(level).repeat(' ', Math.max(1, LEVEL_WIDTH - level.length()));
        line.append(Printable.of(formatMessage(record)));
        for (Map.Entry<String, Json> field : RecordFields.of(record).members().entrySet()) {
            line.append(' ').append(field.getKey()).append('=').append(text(field.getValue()));
        }
        line.append('\n');
        if (record.getThrown() != null) {
            StackTraces.text(record.getThrown())
                    .lines()
                    .forEach(at -> line.append(INDENT).append(Printable.of(at)).append('\n'));
        }
        return line.toString();
    }

    private static String text(Json value) {
        return switch (value) {
            case Json.Str(String text) when isPlain(text) -> text;
            case Json.Num(String text) -> text;
            case Json.Arr(List<Json> items) ->
                    items.stream().map(PrettyFormat::text).collect(Collectors.joining(","));
            default -> Printable.of(value.toString());
        };
    }

    /** Returns true if a text is unambiguous without quotes beside other fields. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 127 || c == '"' || c == '=' || c == ',' || c == '\\') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
