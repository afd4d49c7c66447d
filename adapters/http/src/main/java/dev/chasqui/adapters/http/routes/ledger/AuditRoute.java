package dev.chasqui.adapters.http.routes.ledger;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.AuditTrail;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The route by which administrators read the audit trail, the newest entries first. */
public final class AuditRoute {
    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    private final Surface house;
    private final AuditTrail trail;

    /** Prepares the route. */
    public AuditRoute(Surface house, AuditTrail trail) {
        this.house = house;
        this.trail = trail;
    }

    /** Adds the route to a table. */
    public void addTo(RouteTable routes) {
        routes.get("/admin/audit", Access.ADMIN, house, this::list);
    }

    private void list(Call call) {
        int limit =
                LedgerQuestion.of(call, Instant.EPOCH, Instant.now())
                        .with("limit")
                        .limit(USUAL, MOST);
        Json.Arr entries =
                new Json.Arr(trail.newest(limit).stream().<Json>map(AuditRoute::json).toList());
        call.send(
                Answer.json(Json.Obj.EMPTY.with("object", Json.of("list")).with("data", entries)));
    }

    private static Json.Obj json(AuditEntry entry) {
        Json.Obj json =
                Json.Obj.EMPTY
                        .with("at", Json.of(entry.at().toString()))
                        .with("who", Json.of(entry.who()))
                        .with("action", Json.of(entry.action()))
                        .with("subject", Json.of(entry.subject()));
        Json.Obj begun =
                entry.before().isEmpty() ? json : json.with("before", state(entry.before()));
        return entry.after().isEmpty() ? begun : begun.with("after", state(entry.after()));
    }

    /** Returns a state as JSON; what is none is shown as text. */
    private static Json state(String text) {
        try {
            return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (FailureException e) {
            return Json.of(text);
        }
    }
}
