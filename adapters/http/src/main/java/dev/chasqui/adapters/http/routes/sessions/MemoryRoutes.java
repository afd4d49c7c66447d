package dev.chasqui.adapters.http.routes.sessions;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.QueryForm;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.AuditTrail;
import dev.chasqui.application.port.sessions.SessionStore;
import dev.chasqui.application.sessions.SessionJson;
import dev.chasqui.application.sessions.Sessions;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.session.SessionEntry;
import dev.chasqui.domain.session.SessionHead;
import dev.chasqui.domain.session.SessionKey;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The routes by which programs read the stored conversations of a user, page by page. A caller
 * reads its own, an administrator those of all, which is audited. To everybody else, what is
 * another's and what is not there are the same.
 */
public final class MemoryRoutes {
    private static final String MEMORY = "/v1/memory";
    private static final int USUAL = 20;
    private static final int MOST = 100;

    /** The most bytes of the turns of one answer. */
    private static final long MOST_BYTES = 8 << 20;

    private final Surface house;
    private final SessionStore store;
    private final AuditTrail audit;
    private final InstantSource clock;

    /** Prepares the routes. */
    public MemoryRoutes(Surface house, Sessions sessions, AuditTrail audit, InstantSource clock) {
        this.house = house;
        this.store = sessions.store();
        this.audit = audit;
        this.clock = clock;
    }

    /** Adds the routes to a table. */
    public void addTo(RouteTable routes) {
        routes.get(MEMORY + "/conversations/{id}/history", Access.USER, house, this::turns)
                .get(MEMORY + "/users/{id}/history", Access.USER, house, this::allTurns)
                .get(MEMORY + "/users/{id}/conversations", Access.USER, house, this::list);
    }

    private static String id(Call call) {
        return call.request().path().pathParameters().get("id");
    }

    private static QueryForm query(Call call) {
        return new QueryForm(call.request().prologue().query().rawValue());
    }

    private static int limit(QueryForm query) {
        return (int) SessionRoutes.number(query, "limit", USUAL, MOST);
    }

    /** Checks that a call may read what is an owner's; a reading of another's is audited. */
    private void requireMayRead(Call call, String owner) {
        String own = Sessions.owner(call.caller());
        if (owner.equals(own)) {
            return;
        }
        if (call.caller().role() != Caller.Role.ADMIN || owner.isBlank()) {
            throw new FailureException(
                    new Failure.NotFound(
                            "there is nothing here for you (expected: your own name, '"
                                    + own
                                    + "')"));
        }
        audit.add(new AuditEntry(clock.instant(), own, "memory.read", owner, "", ""));
    }

    private void turns(Call call) {
        QueryForm query = query(call);
        int limit = limit(query);
        long before = SessionRoutes.number(query, "before", Long.MAX_VALUE, Long.MAX_VALUE);
        String owner = query.only("user").orElse(Sessions.owner(call.caller()));
        SessionKey key = new SessionKey(owner, id(call));
        requireMayRead(call, owner);
        SessionHead head =
                store.find(key)
                        .orElseThrow(
                                () ->
                                        new FailureException(
                                                new Failure.NotFound(
                                                        "there is no such conversation; GET"
                                                            + " /v1/memory/users/NAME/conversations"
                                                            + " lists yours")));
        call.send(Answer.json(SessionJson.full(head, store.turns(key, before, limit, MOST_BYTES))));
    }

    private void list(Call call) {
        QueryForm query = query(call);
        int limit = limit(query);
        Optional<String> before = query.only("before");
        String owner = id(call);
        requireMayRead(call, owner);
        List<SessionEntry> found =
                store.list(owner, limit + 1, before.map(name -> place(owner, name)));
        boolean more = found.size() > limit;
        List<SessionEntry> shown = more ? found.subList(0, limit) : found;
        Json.Obj page = page(shown.stream().<Json>map(SessionJson::entry).toList(), more);
        call.send(
                Answer.json(
                        more
                                ? page.with("next_before", Json.of(shown.getLast().key().name()))
                                : page));
    }

    /** Returns the place of a session among those that were used last. */
    private SessionStore.Place place(String owner, String name) {
        return store.find(new SessionKey(owner, name))
                .map(head -> SessionStore.Place.of(head.entry()))
                .orElseThrow(() -> SessionRoutes.invalid("before", "'next_before' of a page"));
    }

    private static Json.Obj page(List<Json> items, boolean more) {
        return Json.Obj.EMPTY
                .with("object", Json.of("list"))
                .with("data", new Json.Arr(items))
                .with("has_more", Json.of(more));
    }

    private void allTurns(Call call) {
        QueryForm query = query(call);
        int limit = limit(query);
        Optional<String> before = query.only("before");
        String owner = id(call);
        requireMayRead(call, owner);
        AllTurns turns = AllTurns.from(store, owner, before);
        List<Json> items = turns.next(limit, MOST_BYTES);
        Optional<String> next = turns.before();
        Json.Obj page = page(items, next.isPresent());
        call.send(
                Answer.json(
                        next.map(place -> page.with("next_before", Json.of(place))).orElse(page)));
    }
}
