package dev.chasqui.application.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.routing.health.HealthRules;
import dev.chasqui.application.routing.queue.QueueRules;
import dev.chasqui.domain.model.ModelInfo;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The bounds of models under all of their names, and over reloads. */
class CapsTest {
    private final Standings standings = new Standings(() -> 7);
    private final Candidate one = candidate("one", "tiny");
    private final Candidate two = candidate("two", "tiny:latest");

    private static Candidate candidate(String backend, String model) {
        return new Candidate(new FakeBackend(backend), ModelInfo.of(model));
    }

    private static ModelRule most(int calls, String... backends) {
        return new ModelRule(
                List.of(backends), List.of(), Optional.empty(), Map.of(), OptionalInt.of(calls));
    }

    private static ModelRule listing(String... backends) {
        return new ModelRule(
                List.of(backends), List.of(), Optional.empty(), Map.of(), OptionalInt.empty());
    }

    private Routing routing(Map<String, ModelRule> models) {
        return new Routing(
                new RoutingRules(
                        Strategy.PRIORITY, Map.of(), models, HealthRules.USUAL, QueueRules.NONE),
                standings);
    }

    private static Route route(Routing routing, String model, Candidate... candidates) {
        return routing.route(model, List.of(candidates), Demand.NONE, AnyCaller.INSTANCE);
    }

    private static BackendCall begin(Routing routing, String model, Candidate... candidates) {
        Route route = route(routing, model, candidates);
        return routing.begin(route, route.kept().getFirst()).orElseThrow();
    }

    private static List<String> dropped(Route route) {
        return route.dropped().stream().map(one -> one.reason().text()).distinct().toList();
    }

    @Test
    void theCallsOfAllSpellingsOfAModelCount() {
        Routing routing = routing(Map.of("tiny", most(2)));
        try (BackendCall _ = begin(routing, "tiny", one);
                BackendCall _ = begin(routing, "tiny:latest", two)) {
            Route full = route(routing, "tiny", one, two);

            assertThat(full.kept()).isEmpty();
            assertThat(dropped(full).getFirst()).contains("all 2 calls of the model");
        }
        assertThat(route(routing, "tiny", one, two).kept()).hasSize(2);
    }

    @Test
    void anAliasHasItsOwnBoundBesideThatOfItsModel() {
        Routing routing = routing(Map.of("fast", most(1), "tiny", most(2)));
        try (BackendCall _ = begin(routing, "fast", one)) {
            assertThat(dropped(route(routing, "fast", one)).getFirst()).contains("models.fast.");
            try (BackendCall _ = begin(routing, "tiny", one)) {
                assertThat(dropped(route(routing, "tiny", one)).getFirst())
                        .contains("models.tiny.");
            }
        }
        try (BackendCall _ = begin(routing, "tiny", one);
                BackendCall _ = begin(routing, "tiny", one)) {
            assertThat(dropped(route(routing, "fast", one)).getFirst()).contains("models.tiny.");
        }
    }

    @Test
    void theListsOfBackendsOfAnAliasAndItsModelBothHold() {
        Routing routing = routing(Map.of("fast", listing("two", "one"), "tiny", listing("one")));

        Route route = route(routing, "fast", one, two);

        assertThat(route.kept()).extracting(Route.Kept::candidate).containsExactly(one);
        assertThat(dropped(route)).containsExactly(new DropReason.NotListed("tiny").text());
    }

    @Test
    void aBoundThatAReloadBringsCountsTheCallsThatAreOpen() {
        Routing before = routing(Map.of());
        try (BackendCall _ = begin(before, "tiny", one, two)) {
            standings.keep(List.of(one.backend(), two.backend()));
            Routing after = routing(Map.of("tiny", most(1)));

            assertThat(route(after, "tiny", one, two).kept()).isEmpty();
        }
    }

    @Test
    void aRouteFromBeforeTheModelWasForgottenIsMadeAgain() {
        Routing routing = routing(Map.of("tiny", most(1)));
        Route old = route(routing, "tiny", one);
        standings.keep(List.of(one.backend()));

        assertThat(routing.begin(old, old.kept().getFirst())).isEmpty();
        Route again =
                routing.routeAgain(old, "tiny", List.of(one), Demand.NONE, AnyCaller.INSTANCE);
        try (BackendCall _ = routing.begin(again, again.kept().getFirst()).orElseThrow()) {
            assertThat(route(routing, "tiny", one).kept()).isEmpty();
        }
    }

    @Test
    void oneRequestTakesOneTurn() {
        Routing routing =
                new Routing(
                        new RoutingRules(
                                Strategy.ROUND_ROBIN,
                                Map.of(),
                                Map.of(),
                                HealthRules.USUAL,
                                QueueRules.NONE),
                        standings);
        Route first = route(routing, "tiny", one, two);
        Route again =
                routing.routeAgain(
                        first, "tiny", List.of(one, two), Demand.NONE, AnyCaller.INSTANCE);
        Route next = route(routing, "tiny", one, two);

        assertThat(first.kept().getFirst().candidate()).isEqualTo(one);
        assertThat(again.kept().getFirst().candidate()).isEqualTo(one);
        assertThat(next.kept().getFirst().candidate()).isEqualTo(two);
    }
}
