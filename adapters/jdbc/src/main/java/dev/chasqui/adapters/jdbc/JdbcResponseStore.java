package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.responses.ConversationStore;
import dev.chasqui.application.port.responses.Position;
import dev.chasqui.application.port.responses.ResponseStore;
import dev.chasqui.application.port.responses.Retention;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.response.EarlierItems;
import dev.chasqui.domain.response.ItemPage;
import dev.chasqui.domain.response.ItemQuery;
import dev.chasqui.domain.response.ResponseStatus;
import dev.chasqui.domain.response.StoredResponse;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The responses in a database. Safe for use by several threads, and by several servers. */
public final class JdbcResponseStore implements ResponseStore {
    /** The most responses that are ended at once. */
    private static final int MOST_ENDED = 500;

    private final Database database;
    private final String server;

    /**
     * Uses a database.
     *
     * @param server the id of this server, which no other and no later one has
     */
    public JdbcResponseStore(Database database, String server) {
        this.database = database;
        this.server = server;
    }

    /** Returns the conversations beside the responses. */
    public ConversationStore conversations() {
        return new JdbcConversationStore(database);
    }

    @Override
    public void add(StoredResponse response) {
        int _ = database.write(handle -> insert(handle, response));
    }

    private int insert(Handle handle, StoredResponse response) throws SQLException {
        String root =
                response.previous()
                        .flatMap(
                                previous ->
                                        handle.createQuery(
                                                        """
                                                        SELECT root FROM chasqui_responses
                                                        WHERE id = :id AND owner_name = :owner
                                                        """)
                                                .bind("id", previous)
                                                .bind("owner", response.owner())
                                                .mapTo(String.class)
                                                .findOne())
                        .orElse(response.id());
        int rows =
                handle.createUpdate(
                                """
                                INSERT INTO chasqui_responses
                                    (id, owner_name, root, previous, conversation, created, status,
                                     background, hidden, compacted, writer, alive, bytes, body)
                                VALUES (:id, :owner, :root, :previous, :conversation, :created,
                                     :status, :background, FALSE, :compacted, :writer, :alive,
                                     :bytes, :body)
                                """)
                        .bind("id", response.id())
                        .bind("owner", response.owner())
                        .bind("root", root)
                        .bind("previous", Columns.text(response.previous()))
                        .bind("conversation", Columns.text(response.conversation()))
                        .bind("created", Columns.time(response.created()))
                        .bind("status", response.status().name())
                        .bind("background", response.background())
                        .bind("compacted", isCompacted(response))
                        .bind("writer", writer(response))
                        .bind("alive", Columns.time(Instant.now()))
                        .bind("bytes", response.bytes())
                        .bind("body", ResponseRows.body(response.object()))
                        .execute();
        long _ =
                ItemRows.insert(
                        handle, response.id(), response.owner(), 0, response.input(), false);
        addOutput(handle, response);
        return rows;
    }

    private static boolean isCompacted(StoredResponse response) {
        return Stream.concat(response.input().stream(), response.output().stream())
                .anyMatch(EarlierItems::isCompaction);
    }

    private @Nullable String writer(StoredResponse response) {
        return response.status().isOver() ? null : server;
    }

    private static void addOutput(Handle handle, StoredResponse response) throws SQLException {
        long _ =
                ItemRows.insert(
                        handle,
                        response.id(),
                        response.owner(),
                        response.input().size(),
                        response.output(),
                        true);
        if (response.conversation().isPresent() && response.status().mayBeContinued()) {
            List<Json.Obj> items = new ArrayList<>(response.input());
            items.addAll(response.output());
            // One that was removed meanwhile gets nothing; the response is kept all the same.
            boolean _ =
                    JdbcConversationStore.append(
                            handle, response.owner(), response.conversation().get(), items);
        }
    }

    @Override
    public boolean change(StoredResponse response) {
        return database.write(
                handle -> {
                    int rows =
                            handle.createUpdate(
                                            """
                                            UPDATE chasqui_responses
                                            SET status = :status, writer = :writer, alive = :alive,
                                                bytes = :bytes, compacted = :compacted, body = :body
                                            WHERE id = :id AND owner_name = :owner
                                                AND writer IS NOT NULL AND NOT hidden
                                            """)
                                    .bind("status", response.status().name())
                                    .bind("writer", writer(response))
                                    .bind("alive", Columns.time(Instant.now()))
                                    .bind("bytes", response.bytes())
                                    .bind("compacted", isCompacted(response))
                                    .bind("body", ResponseRows.body(response.object()))
                                    .bind("id", response.id())
                                    .bind("owner", response.owner())
                                    .execute();
                    if (rows == 0) {
                        return false;
                    }
                    int _ =
                            handle.createUpdate(
                                            """
                                            DELETE FROM chasqui_response_items
                                            WHERE holder = :id AND output
                                            """)
                                    .bind("id", response.id())
                                    .execute();
                    addOutput(handle, response);
                    return true;
                });
    }

    @Override
    public Optional<StoredResponse> find(String owner, String id) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT * FROM chasqui_responses
                                        WHERE id = :id AND owner_name = :owner AND NOT hidden
                                        """)
                                .bind("id", id)
                                .bind("owner", owner)
                                .map((row, _) -> ResponseRows.read(row))
                                .findOne()
                                .map(bare -> ResponseRows.whole(handle, List.of(bare)).getFirst()));
    }

    @Override
    public Optional<ItemPage> input(String owner, String id, ItemQuery query) {
        return database.read(
                handle ->
                        status(handle, owner, id).isPresent()
                                ? ItemRows.page(handle, id, "NOT output", query)
                                : Optional.empty());
    }

    @Override
    public Optional<ResponseStatus> status(String owner, String id) {
        return database.read(handle -> status(handle, owner, id));
    }

    private static Optional<ResponseStatus> status(Handle handle, String owner, String id) {
        return handle.createQuery(
                        """
                        SELECT status FROM chasqui_responses
                        WHERE id = :id AND owner_name = :owner AND NOT hidden
                        """)
                .bind("id", id)
                .bind("owner", owner)
                .mapTo(String.class)
                .findOne()
                .map(ResponseStatus::valueOf);
    }

    @Override
    public Optional<EarlierItems> chain(String owner, String id, long mostBytes) {
        return database.read(
                handle ->
                        status(handle, owner, id).isPresent()
                                ? Optional.of(ResponseChain.read(handle, owner, id, mostBytes))
                                : Optional.empty());
    }

    @Override
    public Optional<Json.Obj> item(String owner, String itemId) {
        return database.read(handle -> ItemRows.find(handle, owner, itemId));
    }

    @Override
    public boolean remove(String owner, String id) {
        return database.write(
                handle -> {
                    boolean there = status(handle, owner, id).isPresent();
                    if (there) {
                        int _ =
                                handle.createUpdate(
                                                """
                                                UPDATE chasqui_responses
                                                SET hidden = TRUE, writer = NULL, body = '{}'
                                                WHERE id = :id
                                                """)
                                        .bind("id", id)
                                        .execute();
                        removeUnneeded(handle, id);
                    }
                    return there;
                });
    }

    /** Removes a hidden response that no other continues, and then those before it. */
    private static void removeUnneeded(Handle handle, String id) {
        Optional<String> next = Optional.of(id);
        while (next.isPresent()) {
            String at = next.get();
            Optional<Optional<String>> unneeded =
                    handle.createQuery(
                                    """
                                    SELECT previous FROM chasqui_responses r
                                    WHERE r.id = :id AND r.hidden AND NOT EXISTS
                                        (SELECT 1 FROM chasqui_responses c WHERE c.previous = r.id)
                                    """)
                            .bind("id", at)
                            .map((row, _) -> Columns.maybeText(row, "previous"))
                            .findOne();
            if (unneeded.isEmpty()) {
                return;
            }
            int _ =
                    handle.createUpdate("DELETE FROM chasqui_responses WHERE id = :id")
                            .bind("id", at)
                            .execute();
            ItemRows.remove(handle, List.of(at));
            next = unneeded.get();
        }
    }

    @Override
    public void alive(Collection<String> ids, Instant now) {
        if (ids.isEmpty()) {
            return;
        }
        int _ =
                database.write(
                        handle ->
                                handle.createUpdate(
                                                """
                                                UPDATE chasqui_responses SET alive = :now
                                                WHERE id IN (<ids>) AND writer IS NOT NULL
                                                """)
                                        .bind("now", Columns.time(now))
                                        .bindList("ids", List.copyOf(ids))
                                        .execute());
    }

    @Override
    public int failAbandoned(Instant before, Json.Obj error) {
        return database.write(
                handle -> {
                    List<StoredResponse> left =
                            handle.createQuery(
                                            """
                                            SELECT * FROM chasqui_responses
                                            WHERE writer IS NOT NULL AND alive < :before
                                            LIMIT :most
                                            """)
                                    .bind("before", Columns.time(before))
                                    .bind("most", MOST_ENDED)
                                    .map((row, _) -> ResponseRows.read(row))
                                    .list();
                    return left.stream()
                            .mapToInt(response -> fail(handle, response, before, error))
                            .sum();
                });
    }

    /** Another server may have ended or removed the response since it was read. */
    private static int fail(
            Handle handle, StoredResponse response, Instant before, Json.Obj error) {
        Json.Obj failed =
                response.object()
                        .with("status", Json.of(ResponseStatus.FAILED.word()))
                        .with("error", error);
        return handle.createUpdate(
                        """
                        UPDATE chasqui_responses
                        SET status = :status, writer = NULL, body = :body
                        WHERE id = :id AND writer IS NOT NULL AND alive < :before AND NOT hidden
                        """)
                .bind("status", ResponseStatus.FAILED.name())
                .bind("body", ResponseRows.body(failed))
                .bind("id", response.id())
                .bind("before", Columns.time(before))
                .execute();
    }

    @Override
    public List<StoredResponse> export(String owner, Optional<Position> after, int limit) {
        return database.report(
                handle -> {
                    List<Long> sizes =
                            OwnedRows.page(handle, "chasqui_responses", owner, after, limit)
                                    .map((row, _) -> row.getLong("bytes"))
                                    .list();
                    int number = ItemRows.fitting(sizes, limit);
                    return ResponseRows.whole(
                            handle,
                            OwnedRows.page(handle, "chasqui_responses", owner, after, number)
                                    .map((row, _) -> ResponseRows.read(row))
                                    .list());
                });
    }

    @Override
    public int forget(String owner) {
        return OwnedRows.forget(database, owner);
    }

    @Override
    public int prune(Retention retention) {
        return new ResponsePruning(database, retention).run();
    }
}
