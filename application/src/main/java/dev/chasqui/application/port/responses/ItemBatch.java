package dev.chasqui.application.port.responses;

import dev.chasqui.domain.json.Json;

import java.util.List;
import java.util.OptionalLong;

/**
 * Some items of a conversation, in their order.
 *
 * @param items the items
 * @param next the place from which others follow; empty if there are none
 */
public record ItemBatch(List<Json.Obj> items, OptionalLong next) {
    public ItemBatch {
        items = List.copyOf(items);
    }
}
