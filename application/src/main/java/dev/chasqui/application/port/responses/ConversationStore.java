package dev.chasqui.application.port.responses;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.response.EarlierItems;
import dev.chasqui.domain.response.ItemPage;
import dev.chasqui.domain.response.ItemQuery;
import dev.chasqui.domain.response.StoredConversation;

import java.util.List;
import java.util.Optional;

/**
 * The store of conversations and their items; in the same place as {@link ResponseStore}, which
 * says what holds for both.
 */
public interface ConversationStore {

    /** Keeps a new conversation with its first items, each of which has an id. */
    void create(StoredConversation conversation, List<Json.Obj> items);

    /** Returns a conversation of an owner. */
    Optional<StoredConversation> find(String owner, String id);

    /** Replaces the metadata of a conversation; returns false if it is not there. */
    boolean describe(String owner, String id, Json.Obj metadata);

    /** Removes a conversation and its items; returns false if it is not there. */
    boolean remove(String owner, String id);

    /**
     * Adds items after the last one, all or none, except for those whose ids are there already;
     * returns false if the conversation is not there.
     */
    boolean append(String owner, String id, List<Json.Obj> items);

    /**
     * Returns a page of the items; empty if there is no such conversation, or no item of an id in
     * the query.
     */
    Optional<ItemPage> items(String owner, String id, ItemQuery query);

    /** Returns one item. */
    Optional<Json.Obj> item(String owner, String id, String itemId);

    /** Removes one item; returns false if it is not there. */
    boolean removeItem(String owner, String id, String itemId);

    /**
     * Returns the newest items, until they have this many bytes; empty if there is no such
     * conversation.
     */
    Optional<EarlierItems> newest(String owner, String id, long mostBytes);

    /**
     * Returns conversations of an owner, the oldest first, for an export.
     *
     * @param after the last one of the page before; empty for the first page
     * @param limit the most that are returned
     */
    List<StoredConversation> export(String owner, Optional<Position> after, int limit);

    /**
     * Returns items of a conversation of an owner, for an export. A batch ends at some MiB, with at
     * least one item, if there is one.
     *
     * @param from the place of the first one, 0 at the beginning
     */
    ItemBatch exportItems(String owner, String id, long from);
}
