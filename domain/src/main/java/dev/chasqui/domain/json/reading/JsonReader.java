package dev.chasqui.domain.json.reading;

import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A strict reader of JSON: it accepts only UTF-8, and refuses repeated members, trailing text and
 * nesting deeper than {@value #MAX_DEPTH}.
 */
public final class JsonReader {
    /** The deepest nesting: more than any honest request or schema has, and safe for the stack. */
    static final int MAX_DEPTH = 200;

    /**
     * The most values in a request: more than any honest one has. Each takes up to a hundred times
     * its bytes, so that without this limit a body within its bound could fill the server's memory.
     */
    public static final int MOST_VALUES = 200_000;

    private JsonReader() {}

    /**
     * Reads a JSON text.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if the text is
     *     wrong; the message gives the place
     */
    public static Json read(byte[] text) {
        return read(text, 0, text.length);
    }

    /**
     * Reads a part of a request, which may have at most {@value #MOST_VALUES} values.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if the text is
     *     wrong, with the place in the message, or if it has more values
     */
    public static Json readRequest(byte[] text, int from, int to) {
        return read(new JsonScanner().over(text, from, to).atMost(MOST_VALUES));
    }

    /**
     * Reads a part of a buffer.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if the text is
     *     wrong; the message gives the place
     */
    public static Json read(byte[] text, int from, int to) {
        return read(new JsonScanner().over(text, from, to));
    }

    private static Json read(JsonScanner scanner) {
        Json value = value(scanner);
        scanner.finish();
        return value;
    }

    /** Reads the next value of a scanner. */
    static Json value(JsonScanner scanner) {
        scanner.count();
        return switch (scanner.kind()) {
            case STRING -> new Json.Str(scanner.text());
            case NUMBER -> new Json.Num(scanner.number());
            case FLAG -> Json.of(scanner.flag());
            case NULL -> {
                scanner.skip();
                yield Json.Null.NULL;
            }
            case OBJECT -> object(scanner);
            case ARRAY -> array(scanner);
        };
    }

    /** Reads the next value of a scanner, an object, and keeps only these members. */
    public static Json.Obj members(JsonScanner scanner, JsonNames wanted) {
        Map<String, Json> members = new LinkedHashMap<>();
        scanner.enter();
        while (scanner.nextMember()) {
            String name = scanner.name(wanted);
            if (name.equals(JsonNames.OTHER)) {
                scanner.skip();
            } else {
                members.put(name, value(scanner));
            }
        }
        return new Json.Obj(members);
    }

    private static Json.Obj object(JsonScanner scanner) {
        Map<String, Json> members = new LinkedHashMap<>();
        scanner.enter();
        while (scanner.nextMember()) {
            String name = scanner.name();
            members.put(name, value(scanner));
        }
        return new Json.Obj(members);
    }

    private static Json.Arr array(JsonScanner scanner) {
        List<Json> items = new ArrayList<>();
        scanner.enter();
        while (scanner.nextItem()) {
            items.add(value(scanner));
        }
        return new Json.Arr(items);
    }
}
