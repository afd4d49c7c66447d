package dev.chasqui.application.responses;

import dev.chasqui.application.port.responses.ResponseRules;
import dev.chasqui.application.port.responses.ResponseStore;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StateUnusable;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.response.EarlierItems;
import dev.chasqui.domain.response.ItemPage;
import dev.chasqui.domain.response.ItemQuery;
import dev.chasqui.domain.response.ResponseStatus;
import dev.chasqui.domain.response.StoredResponse;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The responses of callers. Another's, and one that is not there, are the same. Safe for use by
 * several threads.
 */
public final class StoredResponses {
    private static final String PREVIOUS = "previous_response_id";

    private final ResponseStore store;
    private final Supplier<ResponseRules> rules;
    private final BackgroundRuns runs;

    StoredResponses(ResponseStore store, Supplier<ResponseRules> rules, BackgroundRuns runs) {
        this.store = store;
        this.rules = rules;
        this.runs = runs;
    }

    /** Returns the present rules. */
    public ResponseRules rules() {
        return rules.get();
    }

    /** Returns true if responses are kept at all. */
    public boolean keeps() {
        return rules().store() != ResponseRules.Kept.NEVER;
    }

    /**
     * Keeps a new response; it is on disk when this returns.
     *
     * @throws FailureException with {@code TooLarge} if it is too large to be kept, or as {@link
     *     ResponseStore} does
     */
    public void add(StoredResponse response) {
        requireSize(response.bytes());
        store.add(response);
    }

    /**
     * Keeps the next state of a response in the background; false if it is over already or removed.
     *
     * @throws FailureException as {@link #add} does
     */
    public boolean change(StoredResponse response) {
        requireSize(response.bytes());
        return store.change(response);
    }

    /** Fails with {@code TooLarge} if something of this size is not kept. */
    public void requireSize(long bytes) {
        long most = rules().largest();
        if (bytes > most) {
            throw new FailureException(
                    new Failure.TooLarge(
                            "the request and its response have %d bytes, and at most %d are kept"
                                            .formatted(bytes, most)
                                    + " (responses.largest in the config); send \"store\": false,"
                                    + " without a conversation"));
        }
    }

    /** Returns a response, or fails with {@code NotFound}. */
    public StoredResponse find(String owner, String id) {
        return possible(id)
                .flatMap(there -> store.find(owner, there))
                .orElseThrow(() -> notFound(id));
    }

    /** Removes a response, and cancels it if it still runs, or fails with {@code NotFound}. */
    public void remove(String owner, String id) {
        if (possible(id).isEmpty() || !store.remove(owner, id)) {
            throw notFound(id);
        }
        runs.cancel(id);
    }

    /**
     * Cancels a response in the background and returns it; one that is over stays as it is.
     *
     * @throws FailureException with {@code NotFound}, or with {@code Invalid} if it is not in the
     *     background
     */
    public StoredResponse cancel(String owner, String id) {
        StoredResponse present = find(owner, id);
        if (!present.background()) {
            throw new FailureException(
                    new Failure.Invalid(
                            "response_id",
                            "Only responses with \"background\": true can be cancelled; for '"
                                    + id
                                    + "', close the connection instead."));
        }
        if (present.status().isOver()) {
            return present;
        }
        StoredResponse cancelled =
                present.with(
                        present.object().with("status", Json.of(ResponseStatus.CANCELLED.word())));
        boolean changed = store.change(cancelled);
        runs.cancel(id);
        return changed ? cancelled : find(owner, id);
    }

    /** Returns a page of the items of a response's request, or fails with {@code NotFound}. */
    public ItemPage input(String owner, String id, ItemQuery query) {
        if (possible(id).flatMap(there -> store.status(owner, there)).isEmpty()) {
            throw notFound(id);
        }
        return store.input(owner, id, query).orElseThrow(() -> noCursor(query));
    }

    static FailureException noCursor(ItemQuery query) {
        String field = query.after().isPresent() ? "after" : "before";
        return new FailureException(
                new Failure.Invalid(
                        field,
                        field
                                + ": no item of this list has the id '"
                                + query.after().or(query::before).orElse("")
                                + "'"));
    }

    /** Returns an item of the caller's, wherever it is kept; empty if there is none. */
    public Optional<Json.Obj> item(String owner, String itemId) {
        return keeps() ? store.item(owner, itemId) : Optional.empty();
    }

    /**
     * Returns the items before those of a request that continues a response.
     *
     * @throws FailureException with {@link StateUnusable} if it is not there, or one that it
     *     continues is not; with {@code Invalid} if it cannot be continued
     */
    public EarlierItems chain(String owner, String id) {
        if (!keeps()) {
            throw notThere(
                    "Previous response with id '"
                            + id
                            + "' not found: this server keeps no responses (responses.store: never"
                            + " in the config); send the earlier items in \"input\".");
        }
        ResponseStatus status =
                possible(id)
                        .flatMap(there -> store.status(owner, there))
                        .orElseThrow(
                                () ->
                                        notThere(
                                                "Previous response with id '"
                                                        + id
                                                        + "' not found."));
        if (!status.mayBeContinued()) {
            throw new FailureException(
                    new Failure.Invalid(
                            PREVIOUS,
                            "response '"
                                    + id
                                    + "' is "
                                    + status.word()
                                    + (status.isOver()
                                            ? "; continue the one before it"
                                            : "; wait until it is completed")));
        }
        EarlierItems items =
                store.chain(owner, id, rules().mostEarlier()).orElseThrow(() -> notFound(id));
        if (items.rest() == EarlierItems.Rest.GONE) {
            throw notThere(
                    "response '"
                            + id
                            + "' continues one that is not kept any more; send the earlier items in"
                            + " \"input\".");
        }
        return items;
    }

    private static FailureException notThere(String message) {
        return new FailureException(
                new StateUnusable(
                        StateUnusable.Reason.PREVIOUS_RESPONSE_NOT_FOUND,
                        Optional.of(PREVIOUS),
                        message));
    }

    private static FailureException notFound(String id) {
        return new FailureException(
                new Failure.NotFound("Response with id '" + id + "' not found."));
    }

    private static Optional<String> possible(String id) {
        return Optional.of(id).filter(ResponseIds::isPossible);
    }
}
