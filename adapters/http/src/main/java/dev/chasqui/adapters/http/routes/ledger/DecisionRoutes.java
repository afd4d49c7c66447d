package dev.chasqui.adapters.http.routes.ledger;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.port.departures.DecisionLedger;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.json.Json;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The routes by which administrators read the decision ledger, and check its chain. */
public final class DecisionRoutes {
    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    private final Surface house;
    private final DecisionLedger ledger;

    /** Prepares the routes. */
    public DecisionRoutes(Surface house, DecisionLedger ledger) {
        this.house = house;
        this.ledger = ledger;
    }

    /** Adds the routes to a table. */
    public void addTo(RouteTable routes) {
        routes.get("/admin/decisions", Access.ADMIN, house, this::list)
                .get("/admin/decisions/verify", Access.ADMIN, house, this::verify);
    }

    private void list(Call call) {
        LedgerQuestion asked =
                LedgerQuestion.of(call, Instant.EPOCH, Instant.now())
                        .with("from", "caller", "backend", "limit");
        DecisionLedger.Query query =
                new DecisionLedger.Query(
                        asked.choice(Instant.EPOCH, false).from(),
                        asked.query().only("caller"),
                        asked.query().only("backend"),
                        asked.limit(USUAL, MOST));
        List<Json> entries =
                read(call, cancellation -> List.copyOf(ledger.newest(query, cancellation)));
        call.send(
                Answer.json(
                        Json.Obj.EMPTY
                                .with("object", Json.of("list"))
                                .with("data", new Json.Arr(entries))));
    }

    private void verify(Call call) {
        Optional<String> noted =
                LedgerQuestion.of(call, Instant.EPOCH, Instant.now())
                        .with("head")
                        .query()
                        .only("head");
        if (noted.isPresent() && !noted.get().matches("[0-9a-f]{64}")) {
            throw LedgerQuestion.invalid("head", noted.get(), "64 hexadecimal digits");
        }
        call.send(
                Answer.json(json(read(call, cancellation -> ledger.verify(noted, cancellation)))));
    }

    /** Returns what is read of the files, unless the client leaves meanwhile. */
    private static <T> T read(Call call, Function<Cancellation, T> reading) {
        Cancellation cancellation = new Cancellation();
        try (var _ = call.watch().whenClientLeaves(cancellation::cancel)) {
            return reading.apply(cancellation);
        }
    }

    private static Json.Obj json(DecisionLedger.Verified verified) {
        Json.Obj json =
                Json.Obj.EMPTY
                        .with("ok", Json.of(verified.broken().isEmpty()))
                        .with("entries", Json.of(verified.entries()))
                        .with("first", Json.of(verified.first()))
                        .with("last", Json.of(verified.last()))
                        .with("head", Json.of(verified.head()));
        if (verified.broken().isPresent()) {
            json = json.with("broken", Json.of(verified.broken().get()));
        }
        return verified.unfinished().isPresent()
                ? json.with("unfinished", Json.of(verified.unfinished().get()))
                : json;
    }
}
