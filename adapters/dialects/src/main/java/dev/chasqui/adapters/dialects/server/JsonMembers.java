package dev.chasqui.adapters.dialects.server;

import dev.chasqui.domain.json.Json;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Reads members of a JSON object leniently: what is of another kind counts as missing. */
public final class JsonMembers {
    private JsonMembers() {}

    /** A member that is a positive number. */
    public static OptionalInt count(Json.Obj object, String name) {
        return object.get(name).stream()
                .filter(Json.Num.class::isInstance)
                .mapToLong(number -> ((Json.Num) number).longValue())
                .filter(number -> number > 0 && number <= Integer.MAX_VALUE)
                .mapToInt(Math::toIntExact)
                .findFirst();
    }

    /** A member that is an object; an empty one where it is none. */
    public static Json.Obj object(Json.Obj object, String name) {
        return object.get(name).orElse(Json.Null.NULL) instanceof Json.Obj inner
                ? inner
                : Json.Obj.EMPTY;
    }

    /** The objects of a member that is a list. */
    public static Stream<Json.Obj> objects(Json.Obj object, String name) {
        List<Json> items =
                object.get(name).orElse(Json.Null.NULL) instanceof Json.Arr(var inside)
                        ? inside
                        : List.of();
        return items.stream().filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast);
    }
}
