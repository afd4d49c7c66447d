package dev.chasqui.adapters.dialects.server;

import dev.chasqui.domain.json.Json;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A lenient reader of members of a JSON object: a member of another kind counts as missing. */
public final class JsonMembers {
    private JsonMembers() {}

    /** Returns a member that is a positive number within {@code int}. */
    public static OptionalInt count(Json.Obj object, String name) {
        return object.get(name).stream()
                .filter(Json.Num.class::isInstance)
                .mapToLong(number -> ((Json.Num) number).longValue())
                .filter(number -> number > 0 && number <= Integer.MAX_VALUE)
                .mapToInt(Math::toIntExact)
                .findFirst();
    }

    /** Returns a member that is an object; an empty object if it is not. */
    public static Json.Obj object(Json.Obj object, String name) {
        return object.get(name).orElse(Json.Null.NULL) instanceof Json.Obj inner
                ? inner
                : Json.Obj.EMPTY;
    }

    /** Returns the objects in a member that is a list. */
    public static Stream<Json.Obj> objects(Json.Obj object, String name) {
        List<Json> items =
                object.get(name).orElse(Json.Null.NULL) instanceof Json.Arr(var inside)
                        ? inside
                        : List.of();
        return items.stream().filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast);
    }
}
