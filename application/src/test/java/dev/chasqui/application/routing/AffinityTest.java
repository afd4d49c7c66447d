package dev.chasqui.application.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.application.routing.affinity.ConversationMarks;
import dev.chasqui.application.routing.health.HealthRules;
import dev.chasqui.application.routing.hedge.HedgeRule;
import dev.chasqui.application.routing.queue.QueueRules;
import dev.chasqui.application.routing.sharing.SharedFor;
import dev.chasqui.domain.model.ModelInfo;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/** The preference for the backend that has answered a conversation before. */
class AffinityTest {
    private static final int SIZE = 8;

    private long now = Duration.ofHours(9).toNanos();
    private Strategy strategy = Strategy.SMART;
    private Optional<Boolean> affinity = Optional.empty();
    private Map<String, ModelRule> models = Map.of();
    private OptionalInt places = OptionalInt.of(SIZE);
    private final Standings standings = new Standings(() -> now);
    private final List<BackendCall> open = new ArrayList<>();

    private record Marks(long conversation, long instructions) implements ConversationMarks {}

    private Routing routing() {
        Map<String, BackendRule> rules = new HashMap<>();
        for (String name : List.of("a", "b", "c")) {
            rules.put(name, new BackendRule(0, 1, places, OptionalInt.empty(), List.of()));
        }
        return new Routing(
                new RoutingRules(
                        strategy,
                        rules,
                        models,
                        HealthRules.USUAL,
                        QueueRules.NONE,
                        HedgeRule.NONE,
                        SharedFor.OFF,
                        new ConversationRules(affinity, Duration.ZERO)),
                standings);
    }

    private List<Candidate> having(String... names) {
        return Arrays.stream(names)
                .map(name -> new Candidate(new FakeBackend(name), ModelInfo.of("m")))
                .toList();
    }

    private Route route(ConversationMarks marks, List<Candidate> candidates) {
        return routing()
                .route(
                        "m",
                        candidates,
                        new Demand(Needs.NONE, LeastTier.NONE, () -> TokenEstimate.NONE, marks),
                        AnyCaller.INSTANCE);
    }

    private Route route(long conversation, long instructions) {
        return route(new Marks(conversation, instructions), having("a", "b", "c"));
    }

    private static String first(Route route) {
        return route.kept().getFirst().candidate().backend().name();
    }

    /** Has the first backend of a route answer, and be done. */
    private String answered(Route route) {
        try (BackendCall call = begun(route, route.kept().getFirst())) {
            call.begun(false);
        }
        return first(route);
    }

    private BackendCall begun(Route route, Route.Kept kept) {
        return routing().begin(route, kept).orElseThrow();
    }

    /** Opens calls of a backend that do not end. */
    private void load(String name, int calls) {
        for (int i = 0; i < calls; i++) {
            Route only = route(0, 0);
            Route.Kept kept =
                    only.kept().stream()
                            .filter(one -> one.candidate().backend().name().equals(name))
                            .findFirst()
                            .orElseThrow();
            open.add(begun(only, kept));
        }
    }

    @Test
    void aConversationGoesOnWhereItWasAnsweredLast() {
        Route begun = route(7, 0);
        String where = answered(begun);
        // One more call there, so that another one would be first.
        load(where, 1);

        Route next = route(7, 0);

        assertThat(first(next)).isEqualTo(where);
        assertThat(next.kept().getFirst().told().getFirst())
                .isEqualTo("has answered this conversation before");
        assertThat(next.kept().getFirst().brief())
                .startsWith("has answered this conversation before; ");
        assertThat(next.kept()).hasSize(3);
        assertThat(first(route(8, 0))).isNotEqualTo(where);
    }

    @Test
    void itGoesElsewhereIfThatBackendHasNoPlaceAndStaysThere() {
        String where = answered(route(7, 0));
        load(where, SIZE);

        String other = answered(route(7, 0));
        open.forEach(BackendCall::close);

        assertThat(other).isNotEqualTo(where);
        assertThat(first(route(7, 0))).isEqualTo(other);
    }

    @Test
    void itGoesElsewhereIfThatBackendIsNotListed() {
        String where = answered(route(7, 0));
        String other = where.equals("a") ? "b" : "a";

        assertThat(first(route(new Marks(7, 0), having(other, "c")))).isNotEqualTo(where);
    }

    @Test
    void itHasAtMostAQuarterOfItsPlacesMoreThanTheFirstOne() {
        String where = answered(route(7, 0));
        load(where, SIZE / 4);
        assertThat(first(route(7, 0))).isEqualTo(where);

        load(where, 1);

        assertThat(first(route(7, 0))).isNotEqualTo(where);
    }

    @Test
    void withoutABoundItHasAtMostOneCallMore() {
        places = OptionalInt.empty();
        strategy = Strategy.LEAST_LOADED;
        affinity = Optional.of(true);
        String where = answered(route(7, 0));
        load(where, 1);
        assertThat(first(route(7, 0))).isEqualTo(where);

        load(where, 1);

        assertThat(first(route(7, 0))).isNotEqualTo(where);
    }

    @Test
    void neitherAHotConversationNorHotInstructionsOverloadABackend() {
        Random random = new Random(4);
        for (Strategy one : List.of(Strategy.SMART, Strategy.LEAST_LOADED)) {
            strategy = one;
            affinity = Optional.of(true);
            open.forEach(BackendCall::close);
            open.clear();
            Map<String, Integer> calls = new HashMap<>();
            for (int i = 0; i < 2_000; i++) {
                Route route = route(random.nextInt(2), random.nextInt(2));
                if (route.kept().isEmpty() || random.nextInt(3) == 0) {
                    if (!open.isEmpty()) {
                        open.remove(random.nextInt(open.size())).close();
                    }
                    continue;
                }
                Route.Kept first = route.kept().getFirst();
                int spare = first.reasons().getFirst() instanceof KeptReason.Warm ? 2 : 0;
                assertThat(open(first)).isLessThanOrEqualTo(least(route) + spare);
                BackendCall call = begun(route, first);
                call.begun(false);
                open.add(call);
                calls.merge(first(route), 1, Integer::sum);
            }
            assertThat(calls).hasSize(3);
        }
    }

    private int open(Route.Kept kept) {
        return standings.facts(kept.candidate().backend(), BackendRule.NONE, now).open();
    }

    private int least(Route route) {
        return route.kept().stream().mapToInt(this::open).min().orElse(0);
    }

    @Test
    void requestsWithTheSameLongInstructionsGoToTheSameBackendWhileItIsFree() {
        Set<String> chosen = new HashSet<>();
        Set<String> ofOthers = new HashSet<>();
        for (int i = 1; i < 20; i++) {
            chosen.add(answered(route(i, 99)));
            ofOthers.add(answered(route(100 + i, 1_000 + i)));
        }

        assertThat(chosen).hasSize(1);
        assertThat(ofOthers).hasSize(3);
        assertThat(route(50, 99).kept().getFirst().told().getFirst())
                .isEqualTo("requests with these instructions go to it");
        load(chosen.iterator().next(), 1);
        assertThat(first(route(51, 99))).isNotIn(chosen);
    }

    @Test
    void anExplanationKnowsOfItAndChangesNothing() {
        String where = answered(route(7, 0));
        load(where, 1);
        Demand demand =
                new Demand(Needs.NONE, LeastTier.NONE, () -> TokenEstimate.NONE, new Marks(7, 0));
        Demand other =
                new Demand(Needs.NONE, LeastTier.NONE, () -> TokenEstimate.NONE, new Marks(8, 0));
        List<Candidate> having = having("a", "b", "c");

        assertThat(first(routing().explain("m", having, demand, AnyCaller.INSTANCE)))
                .isEqualTo(where);
        var _ = routing().explain("m", having, other, AnyCaller.INSTANCE);
        assertThat(route(8, 0).kept().getFirst().told().getFirst()).doesNotContain("before");
    }

    @Test
    void aConversationIsForgottenAfterAnHourWithoutAnAnswer() {
        String where = answered(route(7, 0));
        load(where, 1);
        now += Duration.ofMinutes(59).toNanos();
        assertThat(first(route(7, 0))).isEqualTo(where);

        now += Duration.ofMinutes(2).toNanos();

        assertThat(first(route(7, 0))).isNotEqualTo(where);
    }

    @Test
    void onlySmartDoesSoUnasked() {
        for (Strategy one : Strategy.values()) {
            strategy = one;
            affinity = Optional.empty();
            String unasked = answered(route(7, 0));
            load(unasked, 1);
            boolean prefers =
                    route(7, 0).kept().getFirst().reasons().getFirst() instanceof KeptReason.Warm;
            assertThat(prefers).as(one.name()).isEqualTo(one == Strategy.SMART);
            open.forEach(BackendCall::close);
        }
    }

    @Test
    void theConfigOfAModelPrecedesThatOfAll() {
        affinity = Optional.of(false);
        models =
                Map.of(
                        "m",
                        new ModelRule(
                                List.of(),
                                List.of(),
                                Optional.of(Strategy.ROUND_ROBIN),
                                Map.of(),
                                OptionalInt.empty(),
                                HedgeRule.NONE,
                                Optional.empty(),
                                Optional.of(true),
                                false));
        String where = answered(route(7, 0));

        assertThat(first(route(7, 0))).isEqualTo(where);
        assertThat(first(route(7, 0))).isEqualTo(where);
    }

    @Test
    void aHigherPriorityPrecedesIt() {
        String where = answered(route(7, 0));
        String other = where.equals("a") ? "b" : "a";
        Map<String, BackendRule> rules =
                Map.of(
                        other,
                        new BackendRule(1, 1, OptionalInt.empty(), OptionalInt.empty(), List.of()));
        Routing ranked =
                new Routing(
                        new RoutingRules(
                                strategy, rules, Map.of(), HealthRules.USUAL, QueueRules.NONE),
                        standings);

        Route route =
                ranked.route(
                        "m",
                        having("a", "b", "c"),
                        new Demand(
                                Needs.NONE,
                                LeastTier.NONE,
                                () -> TokenEstimate.NONE,
                                new Marks(7, 0)),
                        AnyCaller.INSTANCE);

        assertThat(first(route)).isEqualTo(other);
    }

    @Test
    void noMarkIsMadeWhereThereIsNoChoiceOrItDoesNotCount() {
        ConversationMarks costly =
                new ConversationMarks() {
                    @Override
                    public long conversation() {
                        throw new AssertionError("a mark was made");
                    }

                    @Override
                    public long instructions() {
                        throw new AssertionError("a mark was made");
                    }
                };
        assertThat(route(costly, having("a")).kept()).hasSize(1);
        strategy = Strategy.PRIORITY;
        affinity = Optional.of(true);
        assertThat(route(costly, having("a", "b")).kept()).hasSize(2);
        strategy = Strategy.LEAST_LOADED;
        affinity = Optional.empty();
        assertThat(route(costly, having("a", "b")).kept()).hasSize(2);
    }
}
