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
 * The members of one object of a request, and where it stands there for messages about them. A
 * member that is null counts as missing.
 *
 * @param path where the object stands, such as {@code messages[2]}; empty for the body itself
 */
public record Members(String path, Json.Obj object) {

    /**
     * The members of a value that must be an object.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is none
     */
    public static Members of(String path, Json value) {
        if (value instanceof Json.Obj object) {
            return new Members(path, object);
        }
        throw Invalid.value(path, value, JsonKind.OBJECT.words());
    }

    /** The path of a member. */
    public String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** A member's value, whatever it is. */
    public Optional<Json> value(String name) {
        return object.get(name).filter(value -> value != Json.Null.NULL);
    }

    /**
     * A string.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is none
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
     * A string that must be there.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is not
     */
    public String requiredText(String name) {
        return text(name).orElseThrow(() -> Invalid.missing(path(name), JsonKind.STRING.words()));
    }

    /**
     * An object.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is none
     */
    public Optional<Members> members(String name) {
        return value(name).map(value -> Members.of(path(name), value));
    }

    /**
     * The items of an array; none if it is missing.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is none
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
     * The strings of an array; none if it is missing.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is none, or
     *     holds something else
     */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Json item : items(name)) {
            texts.add(text(path(name) + "[" + texts.size() + "]", item));
        }
        return texts;
    }

    /** The members but those of these names. */
    public Json.Obj except(String... names) {
        return except(Arrays.asList(names));
    }

    /** The members but those of these names. */
    public Json.Obj except(Collection<String> names) {
        Map<String, Json> rest = new LinkedHashMap<>(object.members());
        rest.keySet().removeAll(names);
        return rest.isEmpty() ? Json.Obj.EMPTY : new Json.Obj(rest);
    }
}
