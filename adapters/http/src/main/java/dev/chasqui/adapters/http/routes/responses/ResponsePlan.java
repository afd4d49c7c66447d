package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.dialects.ResponseKeeper;
import dev.chasqui.adapters.dialects.ResponseWishes;
import dev.chasqui.application.responses.ResponseIds;
import dev.chasqui.application.responses.Responses;
import dev.chasqui.application.responses.StoredConversations;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.response.EarlierItems;
import dev.chasqui.domain.response.ResponseStatus;
import dev.chasqui.domain.response.StoredResponse;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The items that one request builds on, and the keeping of its response. While it is open, no other
 * request adds to its conversation.
 */
final class ResponsePlan implements AutoCloseable {
    private final ResponseAsker asker;
    private final Responses responses;
    private final ResponseWishes wishes;
    private final boolean mayShorten;
    private final boolean kept;
    private final String id = ResponseIds.make("resp");
    private final Instant created = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final Optional<StoredConversations.Turn> turn;
    private final EarlierItems earlier;
    private final ReferencedItems references;
    private boolean handedOver;

    /**
     * Reads what a request builds on.
     *
     * @param bytes the length of the request
     * @param mayShorten true if earlier items may be left out, unless the request says otherwise
     * @throws FailureException if it is not there, or the wishes do not fit together
     */
    ResponsePlan(
            ResponseAsker asker,
            Responses responses,
            ResponseWishes wishes,
            int bytes,
            boolean mayShorten) {
        this.asker = asker;
        this.responses = responses;
        this.wishes = wishes;
        this.mayShorten = mayShorten;
        kept = wishes.store() && responses.stored().keeps();
        check(bytes);
        turn =
                wishes.conversation()
                        .map(
                                conversation ->
                                        responses
                                                .conversations()
                                                .begin(
                                                        owner(),
                                                        conversation,
                                                        responses.stored().rules().mostEarlier()));
        earlier =
                turn.map(StoredConversations.Turn::earlier)
                        .or(() -> wishes.previous().map(this::before))
                        .orElse(EarlierItems.NONE);
        references =
                new ReferencedItems(
                        responses.stored(),
                        owner(),
                        "input",
                        Compactions.readable(earlier.items()));
    }

    /** Returns the items up to the end of a response. */
    private EarlierItems before(String previous) {
        return asker.recent()
                .itemsOf(previous)
                .map(items -> new EarlierItems(items, EarlierItems.Rest.NONE))
                .orElseGet(() -> responses.stored().chain(owner(), previous));
    }

    private void check(int bytes) {
        if (wishes.previous().isPresent() && wishes.conversation().isPresent()) {
            throw invalid(
                    "previous_response_id",
                    "previous_response_id and conversation exclude one another (expected: one of"
                            + " them)");
        }
        if (wishes.conversation().isPresent() && !responses.stored().keeps()) {
            throw invalid(
                    "conversation",
                    "conversation: this server keeps none (responses.store: never in the config);"
                            + " send the earlier items in \"input\"");
        }
        if (wishes.background() && !kept) {
            throw invalid(
                    "background",
                    wishes.store()
                            ? "background: this server keeps no responses (responses.store: never"
                                    + " in the config); leave it out"
                            : "background: true needs \"store\": true");
        }
        if (kept || wishes.conversation().isPresent()) {
            responses.stored().requireSize(bytes);
        }
    }

    private static FailureException invalid(String field, String message) {
        return new FailureException(new Failure.Invalid(field, message));
    }

    private String owner() {
        return asker.owner();
    }

    /** Returns the id of the response. */
    String id() {
        return id;
    }

    /** Returns true if the client reads the response piece by piece. */
    boolean isStreamed() {
        return wishes.stream();
    }

    /** Returns the items before those of the request, and those to which it refers. */
    ReferencedItems history() {
        return references;
    }

    /**
     * Refuses earlier items that are more than a request reads, unless they may be left out; then
     * the answer says so.
     *
     * @param asked what the request says; empty if it says nothing
     */
    void requireWholeUnless(Optional<Boolean> asked) {
        if (earlier.rest() != EarlierItems.Rest.TOO_LONG) {
            return;
        }
        if (!asked.orElse(mayShorten)) {
            String field = wishes.previous().isPresent() ? "previous_response_id" : "conversation";
            throw invalid(
                    field,
                    field
                            + ": its items have more than %d bytes, which is the most that a request"
                                    .formatted(responses.stored().rules().mostEarlier())
                            + " reads (responses.mostEarlier in the config); send \"truncation\":"
                            + " \"auto\" to leave out the oldest, or make a compaction by"
                            + " /v1/responses/compact");
        }
        asker.journal().dropped(List.of("earlier_items"));
    }

    /** Returns the members of the response object that the store knows. */
    Json.Obj members() {
        return Json.Obj.EMPTY
                .with("id", Json.of(id))
                .with("store", Json.of(kept))
                .with("background", Json.of(wishes.background()))
                .with(
                        "previous_response_id",
                        wishes.previous().map(Json::of).orElse(Json.Null.NULL))
                .with(
                        "conversation",
                        wishes.conversation()
                                .<Json>map(
                                        conversation ->
                                                Json.Obj.EMPTY.with("id", Json.of(conversation)))
                                .orElse(Json.Null.NULL));
    }

    /** Returns the keeper of a response for which its client waits. */
    ResponseKeeper keeper() {
        return new ResponseKeeper() {
            @Override
            public Json.Obj members() {
                return ResponsePlan.this.members();
            }

            @Override
            public void keep(Json.Obj response, List<Json.Obj> input) {
                ResponsePlan.this.keep(stored(response, input));
            }
        };
    }

    /** Returns a response of this request as it is kept. */
    StoredResponse stored(Json.Obj object, List<Json.Obj> input) {
        return new StoredResponse(
                id,
                owner(),
                wishes.previous(),
                wishes.conversation(),
                created,
                wishes.background(),
                object,
                input);
    }

    /** Keeps a response, except for one that broke off since its client left. */
    private void keep(StoredResponse response) {
        if (response.status() == ResponseStatus.FAILED && asker.left().getAsBoolean()) {
            return;
        }
        if (kept) {
            responses.stored().add(response);
        } else if (turn.isPresent() && response.status().mayBeContinued()) {
            responses.stored().requireSize(response.bytes());
            List<Json.Obj> items = new ArrayList<>(response.input());
            items.addAll(response.output());
            turn.get().add(items);
        }
        if (!kept && response.status().mayBeContinued()) {
            List<Json.Obj> items = new ArrayList<>(earlier.items());
            items.addAll(response.input());
            items.addAll(response.output());
            asker.recent().remember(id, items, responses.stored().rules().mostEarlier());
        }
    }

    /** Has another owner end the turn of the conversation. */
    Runnable handOver() {
        handedOver = true;
        return this::release;
    }

    private void release() {
        turn.ifPresent(StoredConversations.Turn::close);
    }

    @Override
    public void close() {
        if (!handedOver) {
            release();
        }
    }
}
