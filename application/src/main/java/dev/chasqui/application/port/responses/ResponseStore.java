package dev.chasqui.application.port.responses;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.response.EarlierItems;
import dev.chasqui.domain.response.ItemPage;
import dev.chasqui.domain.response.ItemQuery;
import dev.chasqui.domain.response.ResponseStatus;
import dev.chasqui.domain.response.StoredResponse;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The store of responses. What belongs to another owner is not there. A method that changes
 * something returns when it is on disk. Calls may wait, at most for a bounded time. Safe for use by
 * several threads, and by several servers.
 *
 * <p>All methods throw {@link dev.chasqui.domain.failure.FailureException} with {@code StoreAway}
 * if the store cannot be used now.
 */
public interface ResponseStore {

    /**
     * Keeps a new response. If it may be continued and belongs to a conversation, its items are
     * added to that one, both or none; to one that was removed meanwhile, nothing is.
     */
    void add(StoredResponse response);

    /**
     * Keeps the next state of a response that is not over yet; as {@link #add} if it is over now.
     *
     * @return false if nothing was changed, since it is over or removed
     */
    boolean change(StoredResponse response);

    /** Returns a response of an owner. */
    Optional<StoredResponse> find(String owner, String id);

    /** Returns the state of a response of an owner. */
    Optional<ResponseStatus> status(String owner, String id);

    /**
     * Returns a page of the items of a response's request; empty if there is no such response, or
     * no item of an id in the query.
     */
    Optional<ItemPage> input(String owner, String id, ItemQuery query);

    /**
     * Returns the items of a response and of those that it continues, whole responses from the
     * newest on, until they have this many bytes or a compaction stands for the rest; empty if
     * there is no such response.
     */
    Optional<EarlierItems> chain(String owner, String id, long mostBytes);

    /** Returns the newest item of this id in the responses and conversations of an owner. */
    Optional<Json.Obj> item(String owner, String itemId);

    /**
     * Removes a response. Its items stay, unseen, as long as a later response continues it.
     *
     * @return false if it was not there
     */
    boolean remove(String owner, String id);

    /** Notes that this server still works on some of its responses. */
    void alive(Collection<String> ids, Instant now);

    /**
     * Ends the responses that nothing works on any more.
     *
     * @param before the time since which they were not noted as alive
     * @param error the error that they get
     * @return their number
     */
    int failAbandoned(Instant before, Json.Obj error);

    /**
     * Returns responses of an owner, the oldest first, for an export. A page ends at some MiB, with
     * at least one.
     *
     * @param after the last one of the page before; empty for the first page
     * @param limit the most that are returned
     */
    List<StoredResponse> export(String owner, Optional<Position> after, int limit);

    /** Removes all responses and conversations of an owner, and returns their number. */
    int forget(String owner);

    /**
     * Removes chains of responses, and conversations, that are beyond the bounds, the longest
     * unused first; a chain goes as a whole.
     *
     * @return the number of responses and conversations that were removed
     */
    int prune(Retention retention);
}
