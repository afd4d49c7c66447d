package dev.chasqui.application.responses;

import dev.chasqui.application.port.responses.ConversationStore;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StateUnusable;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.response.EarlierItems;
import dev.chasqui.domain.response.ItemPage;
import dev.chasqui.domain.response.ItemQuery;
import dev.chasqui.domain.response.StoredConversation;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The conversations of callers. Another's, and one that is not there, are the same. Safe for use by
 * several threads.
 */
public final class StoredConversations {
    private final ConversationStore store;
    private final ConversationLocks locks = new ConversationLocks();
    private final InstantSource clock;

    StoredConversations(ConversationStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Makes a conversation with its first items. */
    public StoredConversation create(String owner, Json.Obj metadata, List<Json.Obj> items) {
        StoredConversation made =
                new StoredConversation(
                        ResponseIds.make("conv"),
                        owner,
                        clock.instant().truncatedTo(ChronoUnit.MICROS),
                        metadata);
        store.create(made, items);
        return made;
    }

    /** Returns a conversation, or fails with {@code NotFound}. */
    public StoredConversation find(String owner, String id) {
        return found(id, possible(id).flatMap(there -> store.find(owner, there)));
    }

    /** Replaces the metadata, and returns the conversation, or fails with {@code NotFound}. */
    public StoredConversation describe(String owner, String id, Json.Obj metadata) {
        StoredConversation present = find(owner, id);
        require(id, store.describe(owner, id, metadata));
        return new StoredConversation(id, owner, present.created(), metadata);
    }

    /** Removes a conversation, or fails with {@code NotFound}. */
    public void remove(String owner, String id) {
        require(id, possible(id).isPresent() && store.remove(owner, id));
    }

    /** Adds items, or fails with {@code NotFound}, or if a request works on the conversation. */
    public void append(String owner, String id, List<Json.Obj> items) {
        var _ = find(owner, id);
        try (ConversationLocks.Held _ = locks.hold(id)) {
            require(id, store.append(owner, id, items));
        }
    }

    /** Returns a page of the items, or fails with {@code NotFound}. */
    public ItemPage items(String owner, String id, ItemQuery query) {
        var _ = find(owner, id);
        return store.items(owner, id, query).orElseThrow(() -> StoredResponses.noCursor(query));
    }

    /** Returns an item, or fails with {@code NotFound}. */
    public Json.Obj item(String owner, String id, String itemId) {
        var _ = find(owner, id);
        return store.item(owner, id, itemId).orElseThrow(() -> noItem(itemId));
    }

    /** Removes an item, or fails with {@code NotFound}, or if a request works on it. */
    public void removeItem(String owner, String id, String itemId) {
        var _ = find(owner, id);
        try (ConversationLocks.Held _ = locks.hold(id)) {
            if (!store.removeItem(owner, id, itemId)) {
                throw noItem(itemId);
            }
        }
    }

    private static FailureException noItem(String itemId) {
        return new FailureException(
                new Failure.NotFound("Item with id '" + itemId + "' not found."));
    }

    /** The items of a conversation, which no other request changes until this is closed. */
    public final class Turn implements AutoCloseable {
        private final String owner;
        private final String id;
        private final ConversationLocks.Held held;
        private final EarlierItems earlier;

        private Turn(String owner, String id, ConversationLocks.Held held, EarlierItems earlier) {
            this.owner = owner;
            this.id = id;
            this.held = held;
            this.earlier = earlier;
        }

        /** Returns the items before this turn. */
        public EarlierItems earlier() {
            return earlier;
        }

        /** Adds the items of this turn, unless the conversation was removed meanwhile. */
        public void add(List<Json.Obj> items) {
            // The answer is there, and its caller has removed the rest: that is no failure.
            boolean _ = store.append(owner, id, items);
        }

        /** Lets other requests work on the conversation. Idempotent. */
        @Override
        public void close() {
            held.close();
        }
    }

    /**
     * Begins a request that adds to a conversation.
     *
     * @param mostBytes the most bytes of its newest items
     * @throws FailureException with {@link StateUnusable} if it is not there, or another request
     *     works on it
     */
    public Turn begin(String owner, String id, long mostBytes) {
        if (possible(id).isEmpty() || store.find(owner, id).isEmpty()) {
            throw notThere(id);
        }
        ConversationLocks.Held held = locks.hold(id);
        boolean begun = false;
        try {
            EarlierItems earlier =
                    store.newest(owner, id, mostBytes).orElseThrow(() -> notThere(id));
            begun = true;
            return new Turn(owner, id, held, earlier);
        } finally {
            if (!begun) {
                held.close();
            }
        }
    }

    private static FailureException notThere(String id) {
        return new FailureException(
                new StateUnusable(
                        StateUnusable.Reason.CONVERSATION_NOT_FOUND,
                        Optional.of("conversation"),
                        message(id)));
    }

    private static Optional<String> possible(String id) {
        return Optional.of(id).filter(ResponseIds::isPossible);
    }

    private static void require(String id, boolean there) {
        if (!there) {
            throw new FailureException(new Failure.NotFound(message(id)));
        }
    }

    private static StoredConversation found(String id, Optional<StoredConversation> there) {
        return there.orElseThrow(() -> new FailureException(new Failure.NotFound(message(id))));
    }

    private static String message(String id) {
        return "Conversation with id '" + id + "' not found.";
    }
}
