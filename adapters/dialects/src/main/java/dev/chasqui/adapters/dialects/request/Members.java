package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonKind;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members of one object of a request, with the object's path for messages. A member that is
 * null counts as missing. Immutable.
 *
 * @param path the path of the object, such as {@code messages[2]}; empty for the body itself
 * @param object the object
 */
public record Members(String path, Json.Obj object) {

    /**
     * Returns the members of a value that must be an object.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is not an
     *     object
     */
    public static Members of(String path, Json value) {
        if (value instanceof Json.Obj object) {
            return new Members(path, object);
        }
        throw Invalid.value(path, value, JsonKind.OBJECT.words());
    }

    /** Returns the path of a member. */
    public String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Returns a member's value of any kind. */
    public Optional<Json> value(String name) {
        return object.get(name).filter(value -> value != Json.Null.NULL);
    }

    /**
     * Returns a member that is a string.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is of another
     *     kind
     */
    public Optional<String> text(String name) {
        return value(name).map(value -> text(path(name), value));
    }

    private static String text(String path, Json value) {
        if (value instanceof Json.Str(String text)) {
            return text;
        }
        throw Invalid.value(path, value, JsonKind.STRING.words());
    }

    /**
     * Returns a required string.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is missing or
     *     of another kind
     */
    public String requiredText(String name) {
        return text(name).orElseThrow(() -> Invalid.missing(path(name), JsonKind.STRING.words()));
    }

    /**
     * Returns a member that is an object.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is of another
     *     kind
     */
    public Optional<Members> members(String name) {
        return value(name).map(value -> Members.of(path(name), value));
    }

    /**
     * Returns the items of an array; none if it is missing.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is of another
     *     kind
     */
    public List<Json> items(String name) {
        return value(name).map(value -> items(path(name), value)).orElse(List.of());
    }

    private static List<Json> items(String path, Json value) {
        if (value instanceof Json.Arr(List<Json> items)) {
            return items;
        }
        throw Invalid.value(path, value, JsonKind.ARRAY.words());
    }

    /**
     * Returns the strings of an array; none if it is missing.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is of another
     *     kind, or holds an item that is not a string
     */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Json item : items(name)) {
            texts.add(text(path(name) + "[" + texts.size() + "]", item));
        }
        return texts;
    }

    /** Returns all members except those with these names. */
    public Json.Obj except(String... names) {
        return except(Arrays.asList(names));
    }

    /** Returns all members except those with these names. */
    public Json.Obj except(Collection<String> names) {
        Map<String, Json> rest = new LinkedHashMap<>(object.members());
        rest.keySet().removeAll(names);
        return rest.isEmpty() ? Json.Obj.EMPTY : new Json.Obj(rest);
    }
}
