package dev.chasqui.adapters.hub;

import dev.chasqui.domain.json.Json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what the hub's API answers. */
final class HubJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonParser parser;

    private HubJson(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * The value that the bytes hold.
     *
     * @throws HubException if they are no JSON
     */
    static Json read(byte[] bytes) throws HubException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            if (parser.nextToken() == null) {
                throw unreadable();
            }
            return new HubJson(parser).value();
        } catch (JacksonException e) {
            throw unreadable();
        }
    }

    static HubException unreadable() {
        return new HubException(
                HubException.Reason.UNTRUE,
                "the hub's answer cannot be read (expected: JSON as the hub's API has it; does"
                        + " HF_ENDPOINT name a hub, or does a proxy answer in its place?)");
    }

    private Json value() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> members();
            case START_ARRAY -> items();
            case VALUE_STRING -> new Json.Str(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getString());
            case VALUE_TRUE -> Json.of(true);
            case VALUE_FALSE -> Json.of(false);
            case VALUE_NULL -> Json.Null.NULL;
            default -> throw new IllegalStateException("no value: " + parser.currentToken());
        };
    }

    private Json members() {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value());
        }
        return new Json.Obj(members);
    }

    private Json items() {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return new Json.Arr(items);
    }
}
