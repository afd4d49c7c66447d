package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The members of an object in a request, read with their types checked. A member that is {@code
 * null} counts as missing, as it does to Ollama.
 *
 * <p>Every method that reads throws {@link FailureException} with {@code Invalid} that names the
 * member if it is of another type.
 *
 * @param path where the object stands, with a dot behind it; empty for the body
 */
record OllamaMembers(String path, Json.Obj object) {
    static OllamaMembers ofBody(Json.Obj body) {
        return new OllamaMembers("", body);
    }

    Optional<String> text(String name) {
        return switch (value(name)) {
            case Json.Str(String text) -> Optional.of(text);
            case Json.Null ignored -> Optional.empty();
            default -> throw wrong(name, "a string");
        };
    }

    /** The items of an array; none if it is missing. */
    List<Json> items(String name) {
        return switch (value(name)) {
            case Json.Arr(List<Json> items) -> items;
            case Json.Null ignored -> List.of();
            default -> throw wrong(name, "an array");
        };
    }

    Optional<OllamaMembers> object(String name) {
        return switch (value(name)) {
            case Json.Obj member -> Optional.of(new OllamaMembers(path + name + ".", member));
            case Json.Null ignored -> Optional.empty();
            default -> throw wrong(name, "an object");
        };
    }

    /** An item of an array of this object, which must be an object. */
    OllamaMembers item(String name, int index) {
        String at = name + "[" + index + "]";
        Json item = items(name).get(index);
        if (item instanceof Json.Obj member) {
            return new OllamaMembers(path + at + ".", member);
        }
        throw wrong(at, item, "an object");
    }

    /** The strings of an array; none if it is missing. */
    List<String> texts(String name) {
        List<Json> items = items(name);
        return java.util.stream.IntStream.range(0, items.size())
                .mapToObj(
                        i -> {
                            if (items.get(i) instanceof Json.Str(String text)) {
                                return text;
                            }
                            throw wrong(name + "[" + i + "]", items.get(i), "a string");
                        })
                .toList();
    }

    Json value(String name) {
        return object.get(name).orElse(Json.Null.NULL);
    }

    /** What is there beside the members of these names. */
    Json.Obj except(Set<String> known) {
        Map<String, Json> rest = new LinkedHashMap<>(object.members());
        rest.keySet().removeAll(known);
        return new Json.Obj(rest);
    }

    FailureException wrong(String name, String expected) {
        return wrong(name, value(name), expected);
    }

    FailureException wrong(String name, Json value, String expected) {
        return Invalid.value(path + name, value, expected);
    }
}
