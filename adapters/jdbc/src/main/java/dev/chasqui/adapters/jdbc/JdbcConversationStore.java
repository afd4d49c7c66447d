package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.responses.ConversationStore;
import dev.chasqui.application.port.responses.ItemBatch;
import dev.chasqui.application.port.responses.Position;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.response.EarlierItems;
import dev.chasqui.domain.response.ItemPage;
import dev.chasqui.domain.response.ItemQuery;
import dev.chasqui.domain.response.StoredConversation;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The conversations in a database. */
final class JdbcConversationStore implements ConversationStore {
    /** The most items that one question reads. */
    private static final int PAGE = 200;

    /** The bytes that a conversation counts for beside its metadata and items. */
    private static final long ROW_BYTES = 500;

    private final Database database;

    JdbcConversationStore(Database database) {
        this.database = database;
    }

    @Override
    public void create(StoredConversation conversation, List<Json.Obj> items) {
        int _ =
                database.write(
                        handle -> {
                            String id = conversation.id();
                            long bytes =
                                    ItemRows.insert(
                                            handle, id, conversation.owner(), 0, items, false);
                            return handle.createUpdate(
                                            """
                                            INSERT INTO chasqui_conversations
                                                (id, owner_name, created, used, bytes, metadata)
                                            VALUES (:id, :owner, :created, :used, :bytes, :metadata)
                                            """)
                                    .bind("id", id)
                                    .bind("owner", conversation.owner())
                                    .bind("created", Columns.time(conversation.created()))
                                    .bind("used", Columns.time(Instant.now()))
                                    .bind("bytes", bytes + size(conversation))
                                    .bind("metadata", conversation.metadata().toString())
                                    .execute();
                        });
    }

    /** Returns the bytes of a conversation without its items. */
    private static long size(StoredConversation conversation) {
        return ROW_BYTES + ItemRows.size(conversation.metadata().toString());
    }

    @Override
    public Optional<StoredConversation> find(String owner, String id) {
        return database.read(handle -> find(handle, owner, id));
    }

    private static Optional<StoredConversation> find(Handle handle, String owner, String id) {
        return handle.createQuery(
                        """
                        SELECT * FROM chasqui_conversations WHERE id = :id AND owner_name = :owner
                        """)
                .bind("id", id)
                .bind("owner", owner)
                .map((row, _) -> read(row))
                .findOne();
    }

    private static StoredConversation read(ResultSet row) throws SQLException {
        return new StoredConversation(
                row.getString("id"),
                row.getString("owner_name"),
                Columns.time(row, "created"),
                ItemRows.object(row.getString("metadata")));
    }

    @Override
    public boolean describe(String owner, String id, Json.Obj metadata) {
        return database.write(
                handle -> {
                    // The row is changed first, so that two servers take turns.
                    if (!grow(handle, owner, id, 0)) {
                        return false;
                    }
                    String text = metadata.toString();
                    long before =
                            find(handle, owner, id)
                                    .map(there -> ItemRows.size(there.metadata().toString()))
                                    .orElse(0L);
                    int _ =
                            handle.createUpdate(
                                            """
                                            UPDATE chasqui_conversations SET metadata = :metadata
                                            WHERE id = :id AND owner_name = :owner
                                            """)
                                    .bind("metadata", text)
                                    .bind("id", id)
                                    .bind("owner", owner)
                                    .execute();
                    return grow(handle, owner, id, ItemRows.size(text) - before);
                });
    }

    @Override
    public boolean remove(String owner, String id) {
        return database.write(
                handle -> {
                    int rows =
                            handle.createUpdate(
                                            """
                                            DELETE FROM chasqui_conversations
                                            WHERE id = :id AND owner_name = :owner
                                            """)
                                    .bind("id", id)
                                    .bind("owner", owner)
                                    .execute();
                    if (rows > 0) {
                        ItemRows.remove(handle, List.of(id));
                    }
                    return rows > 0;
                });
    }

    @Override
    public boolean append(String owner, String id, List<Json.Obj> items) {
        return database.write(handle -> append(handle, owner, id, items));
    }

    /** Adds items within a transaction, but for those that are there already. */
    static boolean append(Handle handle, String owner, String id, List<Json.Obj> items)
            throws SQLException {
        // The row is changed first, so that two servers take turns.
        if (!grow(handle, owner, id, 0)) {
            return false;
        }
        Set<String> there = ItemRows.known(handle, id, items);
        List<Json.Obj> more =
                items.stream().filter(item -> !there.contains(item.text("id").orElse(""))).toList();
        long bytes = ItemRows.insert(handle, id, owner, ItemRows.next(handle, id), more, false);
        return grow(handle, owner, id, bytes);
    }

    private static boolean grow(Handle handle, String owner, String id, long bytes) {
        return handle.createUpdate(
                                """
                                UPDATE chasqui_conversations
                                SET bytes = bytes + :bytes, used = :used
                                WHERE id = :id AND owner_name = :owner
                                """)
                        .bind("bytes", bytes)
                        .bind("used", Columns.time(Instant.now()))
                        .bind("id", id)
                        .bind("owner", owner)
                        .execute()
                > 0;
    }

    @Override
    public Optional<ItemPage> items(String owner, String id, ItemQuery query) {
        return database.read(
                handle ->
                        find(handle, owner, id)
                                .flatMap(_ -> ItemRows.page(handle, id, "TRUE", query)));
    }

    @Override
    public Optional<Json.Obj> item(String owner, String id, String itemId) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT body FROM chasqui_response_items
                                        WHERE holder = :holder AND id = :id AND owner_name = :owner
                                        ORDER BY place DESC LIMIT 1
                                        """)
                                .bind("holder", id)
                                .bind("id", Columns.text(itemId))
                                .bind("owner", owner)
                                .map((row, _) -> ItemRows.object(row.getString(1)))
                                .findOne());
    }

    @Override
    public boolean removeItem(String owner, String id, String itemId) {
        return database.write(
                handle -> {
                    if (!grow(handle, owner, id, 0)) {
                        return false;
                    }
                    OptionalLong place = ItemRows.place(handle, id, itemId);
                    if (place.isEmpty()) {
                        return false;
                    }
                    long bytes =
                            handle.createQuery(
                                            """
                                            SELECT bytes FROM chasqui_response_items
                                            WHERE holder = :holder AND place = :place
                                            """)
                                    .bind("holder", id)
                                    .bind("place", place.getAsLong())
                                    .mapTo(Long.class)
                                    .one();
                    int _ =
                            handle.createUpdate(
                                            """
                                            DELETE FROM chasqui_response_items
                                            WHERE holder = :holder AND place = :place
                                            """)
                                    .bind("holder", id)
                                    .bind("place", place.getAsLong())
                                    .execute();
                    return grow(handle, owner, id, -bytes);
                });
    }

    @Override
    public Optional<EarlierItems> newest(String owner, String id, long mostBytes) {
        return database.read(
                handle ->
                        find(handle, owner, id)
                                .map(_ -> newest(handle, id, mostBytes).understandable()));
    }

    /** An item at its place. */
    private record Placed(long place, long bytes) {}

    private static EarlierItems newest(Handle handle, String id, long mostBytes) {
        long from = Long.MAX_VALUE;
        long bytes = 0;
        boolean more = true;
        EarlierItems.Rest rest = EarlierItems.Rest.NONE;
        while (more) {
            List<Placed> page = before(handle, id, from);
            more = page.size() == PAGE;
            for (Placed item : page) {
                bytes += item.bytes();
                if (bytes > mostBytes) {
                    rest = EarlierItems.Rest.TOO_LONG;
                    more = false;
                    break;
                }
                from = item.place();
            }
        }
        List<Json.Obj> items =
                new ArrayList<>(
                        handle.createQuery(
                                        """
                                        SELECT body FROM chasqui_response_items
                                        WHERE holder = :holder AND place >= :from ORDER BY place
                                        """)
                                .bind("holder", id)
                                .bind("from", from)
                                .map((row, _) -> ItemRows.object(row.getString(1)))
                                .list());
        return new EarlierItems(items, rest);
    }

    private static List<Placed> before(Handle handle, String id, long place) {
        return handle.createQuery(
                        """
                        SELECT place, bytes FROM chasqui_response_items
                        WHERE holder = :holder AND place < :place ORDER BY place DESC LIMIT :most
                        """)
                .bind("holder", id)
                .bind("place", place)
                .bind("most", PAGE)
                .map((row, _) -> new Placed(row.getLong(1), row.getLong(2)))
                .list();
    }

    @Override
    public List<StoredConversation> export(String owner, Optional<Position> after, int limit) {
        return database.report(
                handle ->
                        OwnedRows.page(handle, "chasqui_conversations", owner, after, limit)
                                .map((row, _) -> read(row))
                                .list());
    }

    @Override
    public ItemBatch exportItems(String owner, String id, long from) {
        return database.report(handle -> ItemRows.batch(handle, id, owner, from, PAGE));
    }
}
