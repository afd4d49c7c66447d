package dev.chasqui.adapters.config.reading;

import dev.chasqui.domain.json.Json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A parser of the text of a config file into {@link Node}s. It reports repeated members as
 * mistakes.
 */
public final class NodeReader {
    /** The number of levels of nested values at most; a valid config has less than half of them. */
    private static final int DEEPEST = 100;

    private static final JsonFactory FACTORY = new JsonFactory();

    private final String file;
    private final JsonParser parser;
    private final Problems problems;

    private NodeReader(String file, JsonParser parser, Problems problems) {
        this.file = file;
        this.parser = parser;
        this.problems = problems;
    }

    /**
     * Returns the object that the text holds.
     *
     * @throws ConfigException at once if the text is no JSON object, since nothing more can be
     *     checked then
     */
    public static Node.Members read(String file, String text, Problems problems) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return new NodeReader(file, parser, problems).document();
        } catch (JacksonException e) {
            // The location is null if the text exceeds one of the parser's own limits.
            TokenStreamLocation location = e.getLocation();
            ConfigPosition at =
                    location == null ? new ConfigPosition(file, 0, 0) : place(file, location);
            throw stop(problems, at, "not valid JSON: " + reason(e.getOriginalMessage()));
        }
    }

    /**
     * Parses a text from outside the file as JSON, with all of it at one place; empty if it is no
     * JSON.
     */
    static Optional<Node> value(ConfigPosition at, String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            NodeReader reader = new NodeReader(at.source(), parser, new Problems());
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            Node value = reader.value("", 1).at(at);
            return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
        } catch (JacksonException | ConfigException e) {
            return Optional.empty();
        }
    }

    private Node.Members document() {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            ConfigPosition at = first == null ? new ConfigPosition(file, 1, 1) : here();
            throw stop(problems, at, "the file holds no JSON object (an empty one is {})");
        }
        Node.Members document = members("", 1);
        if (parser.nextToken() != null) {
            throw stop(problems, here(), "there is text after the end of the object");
        }
        return document;
    }

    private Node value(String path, int depth) {
        ConfigPosition at = here();
        if (depth > DEEPEST) {
            throw stop(problems, at, "nested too deep (expected: at most " + DEEPEST + " levels)");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(path, depth);
            case START_ARRAY -> items(path, depth);
            case VALUE_STRING -> leaf(new Json.Str(parser.getString()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> leaf(new Json.Num(parser.getString()));
            case VALUE_TRUE -> leaf(Json.of(true));
            case VALUE_FALSE -> leaf(Json.of(false));
            case VALUE_NULL -> leaf(Json.Null.NULL);
            default -> throw new IllegalStateException("no value: " + parser.currentToken());
        };
    }

    private Node.Members members(String path, int depth) {
        ConfigPosition at = here();
        Map<String, Node.Member> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String memberPath = ConfigPositions.join(path, name);
            ConfigPosition nameAt = here();
            parser.nextToken();
            Node.Member first =
                    members.putIfAbsent(
                            name, new Node.Member(nameAt, value(memberPath, depth + 1)));
            if (first != null) {
                problems.add(nameAt, memberPath, "repeated (first at " + first.nameAt() + ")");
            }
        }
        return new Node.Members(at, members);
    }

    private Node.Items items(String path, int depth) {
        ConfigPosition at = here();
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(ConfigPositions.element(path, items.size()), depth + 1));
        }
        return new Node.Items(at, items);
    }

    private Node.Leaf leaf(Json value) {
        return new Node.Leaf(here(), value);
    }

    private ConfigPosition here() {
        return place(file, parser.currentTokenLocation());
    }

    private static ConfigPosition place(String file, TokenStreamLocation location) {
        return new ConfigPosition(file, location.getLineNr(), location.getColumnNr());
    }

    /**
     * Returns the parser's message without its advice about parser options, which users cannot set,
     * and without its notes on its source.
     */
    private static String reason(String message) {
        if (message.startsWith("Unexpected end-of-input")) {
            return "it ends too early";
        }
        int advice = message.indexOf(" (not recognized as one since Feature");
        return advice < 0 ? message : message.substring(0, advice) + " (JSON has no comments)";
    }

    private static ConfigException stop(Problems problems, ConfigPosition at, String message) {
        problems.add(at, "", message);
        problems.throwIfAny();
        throw new IllegalStateException("a mistake was added and not thrown");
    }
}
