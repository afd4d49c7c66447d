package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.json.Json;

import java.util.List;
import java.util.Optional;

/** The stored items that a request of the Responses API refers to. */
public interface ResponseHistory {
    /** The history of a request that refers to nothing stored. */
    ResponseHistory NONE = of(List.of());

    /** Returns the items that stand before those of the request, in their order. */
    List<Json.Obj> items();

    /** Returns the stored item that a reference in the request names; empty if there is none. */
    Optional<Json.Obj> item(String id);

    /** Returns a history of these items, in which references find nothing. */
    static ResponseHistory of(List<Json.Obj> items) {
        List<Json.Obj> all = List.copyOf(items);
        return new ResponseHistory() {
            @Override
            public List<Json.Obj> items() {
                return all;
            }

            @Override
            public Optional<Json.Obj> item(String id) {
                return Optional.empty();
            }
        };
    }
}
