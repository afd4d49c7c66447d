package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.responses.ItemBatch;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.response.ItemPage;
import dev.chasqui.domain.response.ItemQuery;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The items of responses and conversations, each of which holds some in an order. */
final class ItemRows {
    /** The bytes after which a page ends; a larger item is a page of its own. */
    private static final long PAGE_BYTES = 8 << 20;

    private ItemRows() {}

    /** Returns the object in a column. */
    static Json.Obj object(String text) {
        return JsonReader.read(text.getBytes(StandardCharsets.UTF_8)) instanceof Json.Obj object
                ? object
                : Json.Obj.EMPTY;
    }

    /** Returns the number of bytes of a text. */
    static long size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Inserts items, and returns the number of their bytes.
     *
     * @param place the place of the first one
     * @param output true if they are the output of a response
     */
    static long insert(
            Handle handle,
            String holder,
            String owner,
            long place,
            List<Json.Obj> items,
            boolean output)
            throws SQLException {
        if (items.isEmpty()) {
            return 0;
        }
        long sum = 0;
        long at = place;
        try (Row row =
                new Row(
                        handle,
                        """
                        INSERT INTO chasqui_response_items
                            (holder, place, id, owner_name, output, bytes, body)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """)) {
            for (Json.Obj item : items) {
                String body = item.toString();
                long bytes = size(body);
                sum += bytes;
                var _ =
                        row.text(holder)
                                .number(at++)
                                .text(Columns.text(item.text("id").orElse("")))
                                .text(owner)
                                .flag(output)
                                .number(bytes)
                                .text(body)
                                .end();
            }
            int[] _ = row.execute();
        }
        return sum;
    }

    /** Returns the ids of those of the items that a holder has. */
    static Set<String> known(Handle handle, String holder, List<Json.Obj> items) {
        if (items.isEmpty()) {
            return Set.of();
        }
        return handle.createQuery(
                        """
                        SELECT id FROM chasqui_response_items
                        WHERE holder = :holder AND id IN (<ids>)
                        """)
                .bind("holder", holder)
                .bindList(
                        "ids",
                        items.stream()
                                .map(item -> Columns.text(item.text("id").orElse("")))
                                .toList())
                .mapTo(String.class)
                .set();
    }

    /** Returns the place after the last item. */
    static long next(Handle handle, String holder) {
        return handle.createQuery(
                        """
                        SELECT COALESCE(MAX(place) + 1, 0) FROM chasqui_response_items
                        WHERE holder = :holder
                        """)
                .bind("holder", holder)
                .mapTo(Long.class)
                .one();
    }

    /**
     * Returns a page; empty if an item of an id in the query is not there.
     *
     * @param holder a holder that is there
     * @param parts the condition for the items, in SQL
     */
    static Optional<ItemPage> page(Handle handle, String holder, String parts, ItemQuery query) {
        StringBuilder where = new StringBuilder("holder = :holder AND " + parts);
        Map<String, Long> ends = new HashMap<>();
        if (!bound(handle, holder, query.after(), "after", ends)
                || !bound(handle, holder, query.before(), "before", ends)) {
            return Optional.empty();
        }
        boolean down = query.newestFirst();
        if (ends.containsKey("after")) {
            where.append(down ? " AND place < :after" : " AND place > :after");
        }
        if (ends.containsKey("before")) {
            where.append(down ? " AND place > :before" : " AND place < :before");
        }
        List<Place> places = places(handle, holder, where.toString(), ends, query);
        int number = fitting(places.stream().map(Place::bytes).toList(), query.limit());
        List<Place> taken = places.subList(0, number);
        if (taken.isEmpty()) {
            return Optional.of(new ItemPage(List.of(), false));
        }
        List<Json.Obj> items = bodies(handle, holder, parts, taken, down);
        return Optional.of(new ItemPage(items, taken.size() < places.size()));
    }

    /** The place of an item, and its size. */
    private record Place(long place, long bytes) {}

    /** Returns the places of a page and of one item more. */
    private static List<Place> places(
            Handle handle, String holder, String where, Map<String, Long> ends, ItemQuery query) {
        Query found =
                handle.createQuery(
                                "SELECT place, bytes FROM chasqui_response_items WHERE %s ORDER BY place %s LIMIT :most"
                                        .formatted(where, query.newestFirst() ? "DESC" : "ASC"))
                        .bind("holder", holder)
                        .bind("most", query.limit() + 1);
        ends.forEach(found::bind);
        return found.map((row, _) -> new Place(row.getLong(1), row.getLong(2))).list();
    }

    /** Returns how many of these sizes a page holds, at least one if there is one. */
    static int fitting(List<Long> sizes, int most) {
        long bytes = 0;
        int number = 0;
        while (number < Math.min(most, sizes.size())) {
            bytes += sizes.get(number);
            if (number > 0 && bytes > PAGE_BYTES) {
                break;
            }
            number++;
        }
        return number;
    }

    /** Returns some of the items of a holder. */
    static ItemBatch batch(Handle handle, String holder, String owner, long from, int most) {
        List<Place> places =
                handle.createQuery(
                                """
                                SELECT place, bytes FROM chasqui_response_items
                                WHERE holder = :holder AND owner_name = :owner AND place >= :from
                                ORDER BY place LIMIT :most
                                """)
                        .bind("holder", holder)
                        .bind("owner", owner)
                        .bind("from", from)
                        .bind("most", most + 1)
                        .map((row, _) -> new Place(row.getLong(1), row.getLong(2)))
                        .list();
        int number = fitting(places.stream().map(Place::bytes).toList(), most);
        if (number == 0) {
            return new ItemBatch(List.of(), OptionalLong.empty());
        }
        return new ItemBatch(
                bodies(handle, holder, "TRUE", places.subList(0, number), false),
                number < places.size()
                        ? OptionalLong.of(places.get(number).place())
                        : OptionalLong.empty());
    }

    /** Returns the items from the first place to the last one. */
    private static List<Json.Obj> bodies(
            Handle handle, String holder, String parts, List<Place> places, boolean down) {
        long first = places.getFirst().place();
        long last = places.getLast().place();
        return handle.createQuery(
                        """
                        SELECT body FROM chasqui_response_items
                        WHERE holder = :holder AND %s AND place BETWEEN :low AND :high
                        ORDER BY place %s
                        """
                                .formatted(parts, down ? "DESC" : "ASC"))
                .bind("holder", holder)
                .bind("low", Math.min(first, last))
                .bind("high", Math.max(first, last))
                .map((row, _) -> object(row.getString(1)))
                .list();
    }

    private static boolean bound(
            Handle handle,
            String holder,
            Optional<String> id,
            String name,
            Map<String, Long> ends) {
        if (id.isEmpty()) {
            return true;
        }
        OptionalLong place = place(handle, holder, id.get());
        place.ifPresent(there -> ends.put(name, there));
        return place.isPresent();
    }

    /** Returns the place of the newest item of this id. */
    static OptionalLong place(Handle handle, String holder, String id) {
        return handle.createQuery(
                        """
                        SELECT place FROM chasqui_response_items
                        WHERE holder = :holder AND id = :id ORDER BY place DESC LIMIT 1
                        """)
                .bind("holder", holder)
                .bind("id", Columns.text(id))
                .mapTo(Long.class)
                .findOne()
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /** Returns the item of this id of an owner in the holder that was used last. */
    static Optional<Json.Obj> find(Handle handle, String owner, String id) {
        return handle.createQuery(
                        """
                        SELECT i.body FROM chasqui_response_items i
                        LEFT JOIN chasqui_responses r ON r.id = i.holder
                        LEFT JOIN chasqui_conversations c ON c.id = i.holder
                        WHERE i.id = :id AND i.owner_name = :owner
                            AND (r.hidden IS NULL OR NOT r.hidden)
                        ORDER BY COALESCE(r.created, c.used) DESC, i.place DESC LIMIT 1
                        """)
                .bind("id", Columns.text(id))
                .bind("owner", owner)
                .map((row, _) -> object(row.getString(1)))
                .findOne();
    }

    /** Removes the items of holders. */
    static void remove(Handle handle, Collection<String> holders) {
        if (!holders.isEmpty()) {
            int _ =
                    handle.createUpdate(
                                    "DELETE FROM chasqui_response_items WHERE holder IN"
                                            + " (<holders>)")
                            .bindList("holders", List.copyOf(holders))
                            .execute();
        }
    }
}
