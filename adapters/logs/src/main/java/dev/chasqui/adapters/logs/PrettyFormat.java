package dev.chasqui.adapters.logs;

import dev.chasqui.domain.json.Json;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;

/**
 * A line for people: time, level, message, fields; a stack trace is indented below.
 *
 * <p>Whatever the values, a record begins one line and no other: what could begin a line or steer a
 * terminal is written as an escape. Safe for use by several threads.
 */
public final class PrettyFormat extends Formatter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);
    private static final String INDENT = "    ";
    private static final int LEVEL_WIDTH = 8;

    private final ZoneId zone;

    /** Writes times as this machine's clock shows them. */
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
        line.append(printable(formatMessage(record)));
        for (Map.Entry<String, Json> field : Fields.of(record).members().entrySet()) {
            line.append(' ').append(field.getKey()).append('=').append(text(field.getValue()));
        }
        line.append('\n');
        if (record.getThrown() != null) {
            Stacks.text(record.getThrown())
                    .lines()
                    .forEach(at -> line.append(INDENT).append(printable(at)).append('\n'));
        }
        return line.toString();
    }

    private static String text(Json value) {
        return switch (value) {
            case Json.Str(String text) when isPlain(text) -> text;
            case Json.Num(String text) -> text;
            case Json.Arr(List<Json> items) ->
                    items.stream().map(PrettyFormat::text).collect(Collectors.joining(","));
            default -> printable(value.toString());
        };
    }

    /** Whether a text can stand without quotes and still be told from what is around it. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 127 || c == '"' || c == '=' || c == ',' || c == '\\') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** The text with what is not to be seen written as escapes; a tab may stay. */
    private static String printable(String text) {
        return isPrintableAscii(text) ? text : escaped(text);
    }

    private static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) >= 127) {
                return false;
            }
        }
        return true;
    }

    private static String escaped(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        c -> {
                            if (c == '\t' || isVisible(c)) {
                                printable.appendCodePoint(c);
                            } else {
                                printable.append(String.format(Locale.ROOT, "\\u%04x", c));
                            }
                        });
        return printable.toString();
    }

    /** Separators of lines, controls, and formats that turn the direction of writing are not. */
    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    false;
            default -> true;
        };
    }
}
