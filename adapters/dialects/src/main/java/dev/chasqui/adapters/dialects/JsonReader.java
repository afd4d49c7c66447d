package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads JSON strictly: UTF-8 alone, and repeated members, trailing text and nesting deeper than
 * {@value #MAX_DEPTH} are refused.
 */
public final class JsonReader {
    /** Deeper than any honest request or schema, and shallow enough for the stack. */
    static final int MAX_DEPTH = 200;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNumberLength(1_000)
                                    .build())
                    .build();

    /** How the parser begins to say that a member is repeated; the member's name follows. */
    private static final String DUPLICATE = "Duplicate Object property";

    private JsonReader() {}

    /**
     * The value of a JSON text.
     *
     * @throws FailureException with {@code Invalid} that says where the text is wrong
     */
    public static Json read(byte[] text) {
        return read(text, 0, text.length);
    }

    /**
     * The value of a part of a buffer.
     *
     * @throws FailureException with {@code Invalid} that says where the text is wrong
     */
    public static Json read(byte[] text, int from, int to) {
        try (JsonParser parser = parser(text, from, to)) {
            if (parser.nextToken() == null) {
                throw malformed("it is empty");
            }
            Json value = value(parser);
            if (parser.nextToken() != null) {
                throw malformed("there is text after its end");
            }
            return value;
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /**
     * A parser at the beginning of a text that is known to be UTF-8.
     *
     * @throws FailureException with {@code Invalid} if it is not
     */
    static JsonParser parser(byte[] text, int from, int to) {
        int invalid = Utf8.firstInvalid(text, from, to);
        if (invalid >= 0) {
            throw malformed("byte " + (invalid - from) + " is not UTF-8, or is cut off");
        }
        refuseOtherEncodings(text, from, to);
        return FACTORY.createParser(ObjectReadContext.empty(), text, from, to - from);
    }

    /** The parser would guess UTF-16 and UTF-32 from zeros, and skip a byte order mark. */
    private static void refuseOtherEncodings(byte[] text, int from, int to) {
        for (int i = from; i < Math.min(to, from + 4); i++) {
            if (text[i] == 0 || (i == from && text[i] == (byte) 0xEF)) {
                throw malformed("it does not begin as UTF-8 without a byte order mark does");
            }
        }
    }

    private static Json value(JsonParser parser) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new Json.Str(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getString());
            case VALUE_TRUE -> Json.of(true);
            case VALUE_FALSE -> Json.of(false);
            case VALUE_NULL -> Json.Null.NULL;
            default -> throw malformed("unexpected " + token);
        };
    }

    private static Json.Obj object(JsonParser parser) {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return new Json.Obj(members);
    }

    private static Json.Arr array(JsonParser parser) {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return new Json.Arr(items);
    }

    /** In words of our own: the parser's quote the text and name its switches. */
    private static String what(JacksonException e) {
        if (e instanceof UnexpectedEndOfInputException) {
            return "it ends too early";
        }
        String message = e.getOriginalMessage();
        return message.startsWith(DUPLICATE)
                ? "a member is given twice:" + message.substring(DUPLICATE.length())
                : "there is something that does not belong there";
    }

    static FailureException malformed(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return malformed(
                    "it is nested deeper than "
                            + MAX_DEPTH
                            + " levels, or a number or a name is too long");
        }
        return malformed(
                what(e)
                        + " (line "
                        + e.getLocation().getLineNr()
                        + ", column "
                        + e.getLocation().getColumnNr()
                        + ")");
    }

    static FailureException malformed(String why) {
        return new FailureException(
                new Failure.Invalid(Optional.empty(), "the body is not valid JSON: " + why));
    }
}
