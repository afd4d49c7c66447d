package dev.chasqui.plugins.rag.reading;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The text of JSON: a line {@code name: value} for each value, where names of nested values are
 * joined by dots, and a paragraph for each element of the outermost array or each line of JSON
 * Lines. JSON that is malformed, nested too deeply or has too many values stays as it is.
 */
final class JsonText {
    /** The longest JSON that is parsed, in characters. */
    static final int MOST_PARSED = 8 << 20;

    /** The bytes of memory for the values of parsed JSON. */
    static final long MEMORY = 64L << 20;

    private static final int MOST_TEXT = 16 << 20;

    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    static String of(String text) {
        return parsed(text).or(() -> lines(text)).filter(it -> !it.isBlank()).orElse(text);
    }

    /** Returns the value of a JSON text; empty if it is none, or too large to be parsed. */
    static Optional<Json> value(String text) {
        if (text.length() > MOST_PARSED) {
            return Optional.empty();
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return Optional.of(JsonReader.readRequest(bytes, 0, bytes.length));
        } catch (FailureException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> parsed(String text) {
        return value(text)
                .flatMap(
                        value -> {
                            JsonText json = new JsonText();
                            boolean fits =
                                    value instanceof Json.Arr(var items)
                                            ? items.stream().allMatch(json::paragraph)
                                            : json.paragraph(value);
                            return fits ? Optional.of(json.out.toString()) : Optional.empty();
                        });
    }

    private static Optional<String> lines(String text) {
        if (text.length() > MOST_PARSED) {
            return Optional.empty();
        }
        JsonText json = new JsonText();
        boolean fits =
                text.lines()
                        .filter(line -> !line.isBlank())
                        .allMatch(line -> value(line).filter(json::paragraph).isPresent());
        return fits ? Optional.of(json.out.toString()) : Optional.empty();
    }

    private boolean paragraph(Json value) {
        boolean fits = write("", value);
        out.append('\n');
        return fits;
    }

    /** Writes a value; returns false if the text gets too long. */
    private boolean write(String name, Json value) {
        return switch (value) {
            case Json.Obj(Map<String, Json> members) ->
                    members.entrySet().stream()
                            .allMatch(it -> write(joined(name, it.getKey()), it.getValue()));
            case Json.Arr(var items) -> items.stream().allMatch(item -> write(name, item));
            case Json.Str(String text) -> line(name, text);
            case Json.Null _ -> true;
            default -> line(name, value.toString());
        };
    }

    private static String joined(String name, String member) {
        return name.isEmpty() ? member : name + "." + member;
    }

    private boolean line(String name, String value) {
        if (out.length() + name.length() + value.length() > MOST_TEXT) {
            return false;
        }
        if (!name.isEmpty()) {
            out.append(name).append(": ");
        }
        out.append(value.strip()).append('\n');
        return true;
    }
}
