package dev.chasqui.adapters.jdbc;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.response.EarlierItems;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The chain of responses that end in one of them, read backwards, a bounded number at once. */
final class ResponseChain {
    /** The most responses that one question reads. */
    private static final int HOPS = 100;

    private ResponseChain() {}

    /** A response in a chain. */
    private record Link(String id, @Nullable String previous, long bytes, boolean compacted) {}

    /** Reads the items of a response and of those before it, see {@code ResponseStore.chain}. */
    static EarlierItems read(Handle handle, String owner, String id, long mostBytes) {
        List<Link> taken = new ArrayList<>();
        EarlierItems.Rest rest = EarlierItems.Rest.NONE;
        long bytes = 0;
        String next = id;
        while (next != null) {
            List<Link> links = links(handle, owner, next);
            if (links.isEmpty()) {
                rest = EarlierItems.Rest.GONE;
                break;
            }
            for (Link link : links) {
                bytes += link.bytes();
                next = link.compacted() ? null : link.previous();
                if (bytes > mostBytes) {
                    rest = EarlierItems.Rest.TOO_LONG;
                    next = null;
                } else {
                    taken.add(link);
                }
                if (next == null) {
                    break;
                }
            }
        }
        Map<String, ResponseRows.Items> items =
                ResponseRows.items(handle, taken.stream().map(Link::id).toList());
        List<Json.Obj> all =
                taken.reversed().stream()
                        .flatMap(
                                link ->
                                        items
                                                .getOrDefault(link.id(), ResponseRows.Items.none())
                                                .all()
                                                .stream())
                        .toList();
        return new EarlierItems(all, rest).understandable();
    }

    /** Returns a response and those before it, the newest first. */
    private static List<Link> links(Handle handle, String owner, String id) {
        return handle.createQuery(
                        """
                        WITH RECURSIVE chain (id, previous, bytes, compacted, hops) AS (
                            SELECT id, previous, bytes, compacted, 1 FROM chasqui_responses
                            WHERE id = :id AND owner_name = :owner
                            UNION ALL
                            SELECT r.id, r.previous, r.bytes, r.compacted, c.hops + 1
                            FROM chain c JOIN chasqui_responses r ON r.id = c.previous
                            WHERE c.hops < %d AND r.owner_name = :owner
                        )
                        SELECT id, previous, bytes, compacted FROM chain ORDER BY hops
                        """
                                .formatted(HOPS))
                .bind("id", id)
                .bind("owner", owner)
                .map(
                        (row, _) ->
                                new Link(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getLong(3),
                                        row.getBoolean(4)))
                .list();
    }
}
