package dev.chasqui.adapters.http.routes.ledger;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.exchange.RouteView;
import dev.chasqui.application.fleet.Advice;
import dev.chasqui.application.fleet.FleetAdvisor;
import dev.chasqui.application.fleet.FleetMember;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.pool.Pool;
import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.ModelHour;
import dev.chasqui.application.routing.BackendReport;
import dev.chasqui.domain.json.Json;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The route by which administrators are advised on which models should be where. */
public final class FleetRoute {
    private static final Duration USUAL = Duration.ofDays(7);
    private static final Duration LONGEST = Duration.ofDays(31);

    /** The time by which whole hours may be longer than what was asked for. */
    private static final Duration ROUNDING = Duration.ofHours(2);

    /** The type of the backends that load any model they hold on demand. */
    private static final String LOADS = "ollama";

    private final Surface house;
    private final Ledger ledger;
    private final RouteView routes;
    private final Models models;
    private final Optional<Pool> pool;
    private final InstantSource clock;

    /** Prepares the route. */
    public FleetRoute(
            Surface house,
            Ledger ledger,
            RouteView routes,
            Models models,
            Optional<Pool> pool,
            InstantSource clock) {
        this.house = house;
        this.ledger = ledger;
        this.routes = routes;
        this.models = models;
        this.pool = pool;
        this.clock = clock;
    }

    /** Adds the route to a table. */
    public void addTo(RouteTable table) {
        table.get("/admin/fleet/recommend", Access.ADMIN, house, this::recommend);
    }

    private void recommend(Call call) {
        Instant now = clock.instant();
        Ledger.Query choice =
                LedgerQuestion.of(call, Instant.EPOCH, now)
                        .with("from", "until")
                        .choice(now.minus(USUAL), true);
        if (Duration.between(choice.from(), choice.until()).compareTo(LONGEST.plus(ROUNDING)) > 0) {
            throw LedgerQuestion.invalid(
                    "from", choice.from().toString(), "at most 31 days before 'until'");
        }
        List<ModelHour> hours = ledger.modelHours(choice.from(), choice.until());
        call.send(
                Answer.json(
                        Json.Obj.EMPTY
                                .with("from", Json.of(choice.from().toString()))
                                .with("until", Json.of(choice.until().toString()))
                                .with(
                                        "requests",
                                        Json.of(
                                                hours.stream()
                                                        .mapToLong(ModelHour::requests)
                                                        .sum()))
                                .with(
                                        "data",
                                        new Json.Arr(
                                                advice(hours).stream()
                                                        .<Json>map(FleetRoute::json)
                                                        .toList()))));
    }

    private List<Advice> advice(List<ModelHour> hours) {
        FleetAdvisor advisor = new FleetAdvisor(hours, members());
        List<Advice> advice = new ArrayList<>();
        pool.ifPresent(some -> advice.addAll(advisor.onPool(some.limits(), some.states())));
        advice.addAll(advisor.onBackends());
        return advice;
    }

    private List<FleetMember> members() {
        Map<String, List<String>> listed =
                models.names().stream()
                        .filter(models::contains)
                        .flatMap(name -> models.find(name).stream())
                        .collect(
                                Collectors.groupingBy(
                                        one -> one.backend().name(),
                                        Collectors.mapping(
                                                Candidate::knownAs, Collectors.toList())));
        return routes.backends().stream()
                .filter(one -> getsRequests(one.state()))
                .map(one -> member(one, listed.getOrDefault(one.name(), List.of())))
                .toList();
    }

    /** Nothing is advised for backends that are out of use. */
    private static boolean getsRequests(BackendReport.State state) {
        return switch (state) {
            case UP, PAUSED -> true;
            case DOWN, EJECTED, HALF_OPEN, DRAINED -> false;
        };
    }

    private static FleetMember member(BackendReport report, List<String> listed) {
        return FleetMember.of(
                report.name(),
                report.zone(),
                report.most(),
                listed,
                report.type().filter(LOADS::equals).isPresent());
    }

    private static Json.Obj json(Advice advice) {
        return Json.Obj.EMPTY
                .with("action", Json.of(LedgerQuestion.word(advice.action())))
                .with("model", Json.of(advice.model()))
                .with("backend", Json.of(advice.backend()))
                .with("reason", Json.of(advice.reason()));
    }
}
