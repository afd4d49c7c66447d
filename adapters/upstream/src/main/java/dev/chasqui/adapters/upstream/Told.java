package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.upstream.client.HttpCall;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads what servers tell of their models, each in its own words. */
final class Told {
    private Told() {}

    /** A member that is a positive number. */
    static OptionalInt count(Json.Obj object, String name) {
        return object.get(name).stream()
                .filter(Json.Num.class::isInstance)
                .mapToLong(number -> ((Json.Num) number).longValue())
                .filter(number -> number > 0 && number <= Integer.MAX_VALUE)
                .mapToInt(Math::toIntExact)
                .findFirst();
    }

    /** A member that is an object; an empty one where it is none. */
    static Json.Obj object(Json.Obj object, String name) {
        return object.get(name).orElse(Json.Null.NULL) instanceof Json.Obj inner
                ? inner
                : Json.Obj.EMPTY;
    }

    /** The objects of a member that is a list. */
    static Stream<Json.Obj> objects(Json.Obj object, String name) {
        List<Json> items =
                object.get(name).orElse(Json.Null.NULL) instanceof Json.Arr(var inside)
                        ? inside
                        : List.of();
        return items.stream().filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast);
    }

    /** Whether the server whose list this is of is an LM Studio, which tells more elsewhere. */
    static boolean isOfLmStudio(Json.Obj entry) {
        return entry.text("owned_by").equals(Optional.of("organization_owner"));
    }

    /** What LM Studio's own API says of its models; nothing where there is no such API. */
    static Stream<Json.Obj> byLmStudio(Function<HttpCall, Json.Obj> server, Duration limit) {
        try {
            return objects(server.apply(HttpCall.get("/api/v0/models").within(limit)), "data");
        } catch (FailureException e) {
            return Stream.empty();
        }
    }

    /** The room that there is, else the room that there would be at most. */
    static OptionalInt contextOfLmStudio(Json.Obj entry) {
        OptionalInt loaded = count(entry, "loaded_context_length");
        return loaded.isPresent() ? loaded : count(entry, "max_context_length");
    }
}
