package dev.chasqui.domain.json.reading;

import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON strictly: UTF-8 alone, and repeated members, trailing text and nesting deeper than
 * {@value #MAX_DEPTH} are refused.
 */
public final class JsonReader {
    /** Deeper than any honest request or schema, and shallow enough for the stack. */
    static final int MAX_DEPTH = 200;

    /**
     * More values than any honest request has outside of its texts. Each takes up to a hundred
     * times its bytes, so that a body within its bound could fill the memory of the server.
     */
    public static final int MOST_VALUES = 200_000;

    private JsonReader() {}

    /**
     * The value of a JSON text.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that says where the
     *     text is wrong
     */
    public static Json read(byte[] text) {
        return read(text, 0, text.length);
    }

    /**
     * The value of a part of a request, which has at most {@value #MOST_VALUES} values.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that says where the
     *     text is wrong, or that it has more
     */
    public static Json readRequest(byte[] text, int from, int to) {
        return read(new JsonScanner().over(text, from, to).atMost(MOST_VALUES));
    }

    /**
     * The value of a part of a buffer.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that says where the
     *     text is wrong
     */
    public static Json read(byte[] text, int from, int to) {
        return read(new JsonScanner().over(text, from, to));
    }

    private static Json read(JsonScanner scanner) {
        Json value = value(scanner);
        scanner.finish();
        return value;
    }

    /** The value that a scanner stands before. */
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

    /** The object that a scanner stands before, with no other members than these. */
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
