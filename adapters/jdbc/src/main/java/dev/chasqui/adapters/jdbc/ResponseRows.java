package dev.chasqui.adapters.jdbc;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.response.StoredResponse;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of responses, with their items. The output of the object is in the items alone. */
final class ResponseRows {
    private static final String OUTPUT = "output";

    private ResponseRows() {}

    /** The items of a response. */
    record Items(List<Json.Obj> input, List<Json.Obj> output) {
        static Items none() {
            return new Items(new ArrayList<>(), new ArrayList<>());
        }

        List<Json.Obj> all() {
            List<Json.Obj> all = new ArrayList<>(input);
            all.addAll(output);
            return all;
        }
    }

    /** Returns the text of an object as its row holds it. */
    static String body(Json.Obj object) {
        return object.with(OUTPUT, Json.Arr.EMPTY).toString();
    }

    /** Returns the items of some responses by their ids. */
    static Map<String, Items> items(Handle handle, Collection<String> ids) {
        Map<String, Items> items = new HashMap<>();
        ids.forEach(id -> items.put(id, Items.none()));
        if (!ids.isEmpty()) {
            handle.createQuery(
                            """
                            SELECT holder, output, body FROM chasqui_response_items
                            WHERE holder IN (<ids>) ORDER BY holder, place
                            """)
                    .bindList("ids", List.copyOf(ids))
                    .map(
                            (row, _) -> {
                                Items of = items.getOrDefault(row.getString(1), Items.none());
                                return (row.getBoolean(2) ? of.output() : of.input())
                                        .add(ItemRows.object(row.getString(3)));
                            })
                    .forEach(_ -> {});
        }
        return items;
    }

    /** Returns the response of a row, without its items. */
    static StoredResponse read(ResultSet row) throws SQLException {
        return new StoredResponse(
                row.getString("id"),
                row.getString("owner_name"),
                Columns.maybeText(row, "previous"),
                Columns.maybeText(row, "conversation"),
                Columns.time(row, "created"),
                row.getBoolean("background"),
                ItemRows.object(row.getString("body")),
                List.of());
    }

    /** Returns a response with its items. */
    static StoredResponse with(StoredResponse bare, Items items) {
        return new StoredResponse(
                bare.id(),
                bare.owner(),
                bare.previous(),
                bare.conversation(),
                bare.created(),
                bare.background(),
                bare.object().with(OUTPUT, new Json.Arr(List.copyOf(items.output()))),
                items.input());
    }

    /** Returns responses with their items. */
    static List<StoredResponse> whole(Handle handle, List<StoredResponse> bare) {
        Map<String, Items> items = items(handle, bare.stream().map(StoredResponse::id).toList());
        return bare.stream()
                .map(one -> with(one, items.getOrDefault(one.id(), Items.none())))
                .toList();
    }
}
