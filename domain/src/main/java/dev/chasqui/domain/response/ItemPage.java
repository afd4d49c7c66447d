package dev.chasqui.domain.response;

import dev.chasqui.domain.json.Json;

import java.util.List;

/**
 * A page of a list of items.
 *
 * @param items the items, in the order that was asked for
 * @param more true if others follow
 */
public record ItemPage(List<Json.Obj> items, boolean more) {
    public ItemPage {
        items = List.copyOf(items);
    }
}
