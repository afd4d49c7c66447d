package dev.chasqui.adapters.http.routes.sessions;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.adapters.http.edge.HttpRoute;
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
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.session.SessionEntry;
import dev.chasqui.domain.session.SessionHead;
import dev.chasqui.domain.session.SessionKey;
import dev.chasqui.domain.session.StoredTurn;

import io.helidon.http.Method;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The routes by which a caller sees, instructs and removes its own sessions, and an administrator
 * those of another user, which is audited. A session of another, and one that is not there, are the
 * same to a caller.
 */
public final class SessionRoutes {
    private static final String NAME = "session_id";
    private static final String HISTORY = "/chat/history/{session_id}";
    private static final String SESSION = "/chat/sessions/{session_id}";
    private static final int MOST_BODY = 1 << 20;
    private static final int USUAL_TURNS = 200;
    private static final int MOST_TURNS = 1_000;
    private static final int USUAL_SESSIONS = 100;
    private static final int MOST_SESSIONS = 1_000;

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    /** The most bytes of the turns of one answer. */
    private static final long MOST_BYTES = 8 << 20;

    private final Surface house;
    private final Sessions sessions;
    private final AuditTrail audit;
    private final InstantSource clock;

    /** Prepares the routes. */
    public SessionRoutes(Surface house, Sessions sessions, AuditTrail audit, InstantSource clock) {
        this.house = house;
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
    }

    /** Adds the routes to a table. */
    public void addTo(RouteTable routes) {
        routes.get(HISTORY, Access.USER, house, this::history)
                .get("/chat/sessions", Access.USER, house, this::list);
        add(routes, Method.DELETE, this::delete);
        add(routes, Method.PUT, this::instruct);
    }

    private void add(RouteTable routes, Method method, Endpoint endpoint) {
        routes.add(new HttpRoute(method, SESSION, Access.USER, house, true, endpoint));
    }

    private static QueryForm query(Call call) {
        return new QueryForm(call.request().prologue().query().rawValue());
    }

    /**
     * Returns the owner of the sessions that a call asks for: its caller, or whom an administrator
     * names. The latter is audited.
     */
    private String owner(Call call, String action) {
        String own = Sessions.owner(call.caller());
        String asked = query(call).only("user").orElse(own);
        if (asked.equals(own)) {
            return own;
        }
        if (call.caller().role() != Caller.Role.ADMIN || asked.isBlank()) {
            throw new FailureException(
                    new Failure.Forbidden(
                            "user: only an administrator sees the sessions of others (expected: no"
                                    + " 'user')"));
        }
        String session = call.request().path().pathParameters().first(NAME).orElse("");
        String which =
                session.isEmpty() ? "" : Json.Obj.EMPTY.with(NAME, Json.of(session)).toString();
        audit.add(new AuditEntry(clock.instant(), own, action, asked, "", which));
        return asked;
    }

    private static SessionKey key(Call call, String owner) {
        return new SessionKey(owner, call.request().path().pathParameters().get(NAME));
    }

    private static FailureException unknown() {
        return new FailureException(
                new Failure.NotFound(
                        "there is no such session; GET /chat/sessions lists those that there are"));
    }

    private void history(Call call) {
        QueryForm query = query(call);
        Optional<String> format = query.only("format");
        if (format.isPresent() && !format.get().equals("full")) {
            throw invalid("format", "'full', or no 'format'");
        }
        long most = number(query, "limit", USUAL_TURNS, MOST_TURNS);
        long before = number(query, "before", Long.MAX_VALUE, Long.MAX_VALUE);
        SessionKey key = key(call, owner(call, "sessions.read"));
        SessionHead head = sessions.store().find(key).orElseThrow(SessionRoutes::unknown);
        List<StoredTurn> turns = sessions.store().turns(key, before, (int) most, MOST_BYTES);
        call.send(
                Answer.json(
                        format.isPresent()
                                ? SessionJson.full(head, turns)
                                : SessionJson.plain(head, turns)));
    }

    private void list(Call call) {
        QueryForm query = query(call);
        int most = (int) number(query, "limit", USUAL_SESSIONS, MOST_SESSIONS);
        Optional<SessionStore.Place> after = query.only("after").map(SessionRoutes::place);
        String owner = owner(call, "sessions.list");
        List<SessionEntry> found = sessions.store().list(owner, most + 1, after);
        boolean more = found.size() > most;
        List<SessionEntry> shown = more ? found.subList(0, most) : found;
        Json.Obj json =
                Json.Obj.EMPTY
                        .with("object", Json.of("list"))
                        .with(
                                "data",
                                new Json.Arr(shown.stream().<Json>map(SessionJson::entry).toList()))
                        .with("has_more", Json.of(more));
        call.send(
                Answer.json(
                        more ? json.with("next_after", Json.of(written(shown.getLast()))) : json));
    }

    /** Returns the place of a session in the list as the next page's {@code after}. */
    private static String written(SessionEntry session) {
        return session.used() + " " + session.key().name();
    }

    private static SessionStore.Place place(String text) {
        int space = text.indexOf(' ');
        String name = text.substring(space + 1);
        try {
            Instant used = Instant.parse(text.substring(0, Math.max(0, space)));
            // Databases refuse other years and names.
            if (!used.isBefore(Instant.EPOCH) && used.isBefore(LATEST) && SessionKey.isName(name)) {
                return new SessionStore.Place(used, name);
            }
        } catch (DateTimeException e) {
            throw noPlace();
        }
        throw noPlace();
    }

    private static FailureException noPlace() {
        return invalid("after", "'next_after' of the page before");
    }

    private void delete(Call call) {
        if (!sessions.delete(key(call, owner(call, "sessions.delete")))) {
            throw unknown();
        }
        call.send(Answer.json(Json.Obj.EMPTY.with("deleted", Json.of(true))));
    }

    private void instruct(Call call) {
        if (!(JsonReader.read(call.body(MOST_BODY)) instanceof Json.Obj body)
                || body.members().size() != 1) {
            throw invalid("system", "{\"system\": \"a text\"}, or null to remove it");
        }
        Optional<String> text =
                switch (body.get("system").orElse(Json.of(false))) {
                    case Json.Str(String given) when !given.isBlank() -> Optional.of(given);
                    case Json.Null _ -> Optional.empty();
                    default -> throw invalid("system", "a text, or null to remove it");
                };
        SessionKey key = key(call, owner(call, "sessions.instruct"));
        sessions.requireOn();
        sessions.instruct(key, text);
        SessionHead head = sessions.store().find(key).orElseThrow(SessionRoutes::unknown);
        call.send(Answer.json(SessionJson.head(head)));
    }

    static long number(QueryForm query, String name, long usual, long most) {
        return query.only(name)
                .map(
                        text -> {
                            long value = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
                            if (value < 1 || value > most) {
                                throw invalid(name, "a number from 1 to " + most);
                            }
                            return value;
                        })
                .orElse(usual);
    }

    static FailureException invalid(String name, String expected) {
        return new FailureException(
                new Failure.Invalid(name, name + ": wrong value (expected: " + expected + ")"));
    }
}
