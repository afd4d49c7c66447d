package dev.chasqui.application.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.budgets.EstimatedCost;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.application.routing.Route.Kept;
import dev.chasqui.application.routing.Route.Part;
import dev.chasqui.application.routing.health.BackendHealth;
import dev.chasqui.application.routing.health.CheckedHealth;
import dev.chasqui.application.routing.health.HealthRules;
import dev.chasqui.application.routing.queue.RequestQueue;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.model.Capability;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.ModelTraits;
import dev.chasqui.domain.model.Zone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

class RouterTest {
    private static final long NOW = Duration.ofHours(1).toNanos();
    private static final HealthRules RULES = HealthRules.USUAL;

    /** The facts of one backend, with what a test changes of them. */
    private record Given(
            String name,
            Zone zone,
            BackendRule rule,
            int open,
            BackendHealth health,
            ModelTraits traits,
            Optional<EstimatedCost> cost,
            boolean drained) {
        static Given of(String name) {
            return new Given(
                    name,
                    Zone.RESTRICTED,
                    BackendRule.NONE,
                    0,
                    BackendHealth.unknown(0),
                    ModelTraits.UNKNOWN,
                    Optional.empty(),
                    false);
        }

        Given drainedNow() {
            return new Given(name, zone, rule, open, health, traits, cost, true);
        }

        Given costing(long nanos) {
            return new Given(
                    name,
                    zone,
                    rule,
                    open,
                    health,
                    traits,
                    Optional.of(new EstimatedCost(new Money(nanos), "USD")),
                    drained);
        }

        Given lacking(Capability ability) {
            return with(new ModelTraits(Set.of(ability), OptionalInt.empty()));
        }

        Given context(int tokens) {
            return with(new ModelTraits(Set.of(), OptionalInt.of(tokens)));
        }

        private Given with(ModelTraits other) {
            return new Given(name, zone, rule, open, health, other, cost, drained);
        }

        Given in(Zone other) {
            return new Given(name, other, rule, open, health, traits, cost, drained);
        }

        Given priority(int of) {
            return ruled(
                    new BackendRule(of, 1, OptionalInt.empty(), OptionalInt.empty(), List.of()));
        }

        Given weight(double of) {
            return ruled(
                    new BackendRule(0, of, OptionalInt.empty(), OptionalInt.empty(), List.of()));
        }

        Given most(int calls) {
            return ruled(
                    new BackendRule(0, 1, OptionalInt.of(calls), OptionalInt.empty(), List.of()));
        }

        Given tier(int of) {
            return ruled(
                    new BackendRule(
                            rule.priority(),
                            1,
                            OptionalInt.empty(),
                            OptionalInt.of(of),
                            List.of()));
        }

        private Given ruled(BackendRule other) {
            return new Given(name, zone, other, open, health, traits, cost, drained);
        }

        Given open(int calls) {
            return new Given(name, zone, rule, calls, health, traits, cost, drained);
        }

        Given firstEventAfter(Duration time) {
            return well(health.begun(RULES, NOW, time.toNanos()));
        }

        /** Fails it until it is ejected. */
        Given ejectedAt(long time) {
            BackendHealth ill = health;
            for (int i = 0; i < RULES.failuresInRow(); i++) {
                ill = ill.failed(RULES, time, time, "status 503", false);
            }
            return well(ill);
        }

        Given well(BackendHealth other) {
            return new Given(name, zone, rule, open, other, traits, cost, drained);
        }

        RouteOption option(boolean isAllowed) {
            return new RouteOption(
                    new Candidate(
                            new FakeBackend(name),
                            ModelInfo.of("m"),
                            "m",
                            Set.of(),
                            traits,
                            Optional.empty()),
                    new BackendFacts(
                            name, zone, rule, drained, open, health, CheckedHealth.UNKNOWN, 0, 0),
                    cost,
                    isAllowed,
                    Optional.empty());
        }
    }

    private Strategy strategy = Strategy.PRIORITY;
    private ModelRule rule = ModelRule.NONE;
    private Needs needs = Needs.NONE;
    private LeastTier tier = LeastTier.NONE;
    private boolean prefersRestricted;
    private Familiarity familiarity = Familiarity.NONE;
    private boolean mayLeave = true;
    private final ModelLoad load = new ModelLoad(new RequestQueue(() -> 0));
    private long turn;

    private Route route(Given... given) {
        return Router.route(question(), options(given));
    }

    private OptionalInt usualTier(Given... given) {
        return Router.tier(question(), options(given));
    }

    private RouteQuestion question() {
        return new RouteQuestion(
                new ModelTerms(List.of(new ModelTerm("m", rule, load)), turn),
                new Demand(needs, tier, () -> TokenEstimate.NONE),
                strategy,
                prefersRestricted,
                RULES,
                familiarity,
                NOW);
    }

    private List<RouteOption> options(Given... given) {
        return Stream.of(given)
                .map(one -> one.option(mayLeave || one.zone() == Zone.RESTRICTED))
                .toList();
    }

    private static List<String> kept(Route route) {
        return route.kept().stream().map(one -> one.candidate().backend().name()).toList();
    }

    private static Map<String, String> dropped(Route route) {
        Map<String, String> dropped = new HashMap<>();
        route.dropped()
                .forEach(one -> dropped.put(one.candidate().backend().name(), one.reason().text()));
        return dropped;
    }

    private void ruled(
            List<String> backends, Map<String, Double> weights, OptionalInt maxConcurrency) {
        rule = new ModelRule(backends, List.of(), Optional.empty(), weights, maxConcurrency);
    }

    @Test
    void theOrderOfTheConfigIsKeptUnlessAPrioritySaysOtherwise() {
        assertThat(kept(route(Given.of("a"), Given.of("b")))).containsExactly("a", "b");
        assertThat(
                        kept(
                                route(
                                        Given.of("a"),
                                        Given.of("b").priority(1),
                                        Given.of("c").priority(-1))))
                .containsExactly("b", "a", "c");
    }

    @Test
    void aModelsOwnListOfBackendsIsTheirOrderAndLeavesOutTheOthers() {
        ruled(List.of("c", "a"), Map.of(), OptionalInt.empty());

        Route route = route(Given.of("a"), Given.of("b"), Given.of("c"));

        assertThat(kept(route)).containsExactly("c", "a");
        assertThat(dropped(route))
                .containsExactlyEntriesOf(
                        Map.of("b", "models.m.backends in the config does not name it"));
    }

    /** The needs of a request with an image, of so many tokens. */
    private record ImageOf(long tokens) implements Needs {
        @Override
        public boolean include(Capability ability) {
            return ability == Capability.VISION;
        }

        @Override
        public long mostTokens() {
            return 2 * tokens;
        }
    }

    @Test
    void aBackendThatCannotDoWhatAnotherOneCanIsDropped() {
        needs = new ImageOf(9_000);

        Route route =
                route(
                        Given.of("blind").lacking(Capability.VISION),
                        Given.of("short").context(4_096),
                        Given.of("long").context(16_384).open(9),
                        Given.of("toolless").lacking(Capability.TOOLS));

        assertThat(kept(route)).containsExactly("long", "toolless");
        assertThat(dropped(route))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "blind",
                                "its list says that the model cannot see images",
                                "short",
                                "has 4096 tokens of context, and the request needs some 9000"));
    }

    @Test
    void aBackendThatCannotDoItStaysDroppedWhileTheOneThatCanIsBusy() {
        needs = new ImageOf(1);

        Route route =
                route(
                        Given.of("blind").lacking(Capability.VISION),
                        Given.of("busy").most(1).open(1));

        assertThat(kept(route)).isEmpty();
        assertThat(dropped(route)).containsOnlyKeys("blind", "busy");
        assertThat(route.frees()).contains(Duration.ofSeconds(1));
    }

    @Test
    void needsDropNoneWhereNoBackendThatMayAnswerMeetsThem() {
        needs = new ImageOf(9_000);
        mayLeave = false;
        Given blind = Given.of("blind").lacking(Capability.VISION);

        assertThat(
                        kept(
                                route(
                                        blind,
                                        Given.of("short").context(4_096),
                                        Given.of("cloud").in(Zone.OPEN))))
                .containsExactly("blind", "short");
        ruled(List.of("blind"), Map.of(), OptionalInt.empty());
        assertThat(kept(route(blind, Given.of("unlisted")))).containsExactly("blind");
    }

    @Test
    void aDrainedBackendDecidesNeitherTheNeedsNorTheTier() {
        needs = new ImageOf(1);
        Given seeing = Given.of("seeing").tier(5);
        Given blind = Given.of("blind").lacking(Capability.VISION).tier(2);

        assertThat(kept(route(seeing, blind))).containsExactly("seeing");
        assertThat(usualTier(seeing, blind)).hasValue(5);
        assertThat(kept(route(seeing.drainedNow(), blind))).containsExactly("blind");
        assertThat(usualTier(seeing.drainedNow(), blind)).hasValue(2);
    }

    @Test
    void theTierOfARequestIsTheLowestOfTheBackendsThatTheRulesPutFirst() {
        Given high = Given.of("high").priority(1).tier(5).ejectedAt(NOW);
        Given middle = Given.of("middle").tier(3);
        Given low = Given.of("low").tier(2);
        Given none = Given.of("none");

        assertThat(usualTier(high, low, middle)).hasValue(5);
        assertThat(usualTier(middle, low)).hasValue(3);
        assertThat(usualTier(none, low)).isEmpty();
        strategy = Strategy.SMART;
        assertThat(usualTier(middle, low, none)).hasValue(2);
        assertThat(usualTier(none)).isEmpty();
        mayLeave = false;
        assertThat(usualTier(middle, low.in(Zone.OPEN))).hasValue(3);
        needs = new ImageOf(1);
        assertThat(usualTier(middle, low.lacking(Capability.VISION))).hasValue(3);
    }

    @Test
    void noBackendOfALowerTierAnswersAndOneWithoutATierOnlyIfNoneWasAskedFor() {
        Given low = Given.of("low").tier(2);
        Given high = Given.of("high").tier(4);
        Given none = Given.of("none");

        tier = new LeastTier(3, false);
        assertThat(kept(route(low, high, none))).containsExactly("high", "none");
        assertThat(dropped(route(low, high, none)))
                .isEqualTo(Map.of("low", "has tier 2; the request wants at least 3"));
        tier = new LeastTier(4, true);
        assertThat(kept(route(low, high, none))).containsExactly("high");
        assertThat(dropped(route(low, high, none)))
                .containsEntry("none", "has no tier; the request wants at least 4");
        assertThat(route(low, none).frees()).isEmpty();
    }

    @Test
    void theCheapestIsFirstAndOneOfUnknownPriceLast() {
        strategy = Strategy.CHEAPEST;
        Given unknown = Given.of("unknown");
        Given dear = Given.of("dear").costing(420_000);
        Given cheap = Given.of("cheap").costing(419_999);
        Given free = Given.of("free").costing(0);

        Route route = route(unknown, dear, cheap, free);

        assertThat(kept(route)).containsExactly("free", "cheap", "dear", "unknown");
        assertThat(route.kept().stream().flatMap(one -> one.told().stream()))
                .containsExactly(
                        "it costs nothing",
                        "it costs some 0.000419999 USD",
                        "it costs some 0.00042 USD",
                        "its price is not known");
        assertThat(route.kept().getFirst().brief()).isEqualTo("by its cost");
        assertThat(kept(route(free, dear.priority(1)))).containsExactly("dear", "free");
    }

    @Test
    void eachBackendHasItsTurn() {
        strategy = Strategy.ROUND_ROBIN;
        List<String> first = new ArrayList<>();
        for (turn = 0; turn < 6; turn++) {
            Route route = route(Given.of("a"), Given.of("b"), Given.of("c"));
            first.add(kept(route).getFirst());
            assertThat(route.kept().getFirst().told()).containsExactly("its turn");
        }

        assertThat(first).containsExactly("a", "b", "c", "a", "b", "c");
    }

    @Test
    void theTurnGoesRoundAmongBackendsOfEqualPriority() {
        strategy = Strategy.ROUND_ROBIN;
        List<String> first = new ArrayList<>();
        for (turn = 0; turn < 4; turn++) {
            first.add(
                    kept(route(
                                    Given.of("low"),
                                    Given.of("a").priority(1),
                                    Given.of("b").priority(1)))
                            .getFirst());
        }

        assertThat(first).containsExactly("a", "b", "a", "b");
    }

    @Test
    void oneSlowAnswerLeavesABackendAThirdOfItsShare() {
        strategy = Strategy.SMART;
        Given slow = Given.of("slow").firstEventAfter(Duration.ofMinutes(2));
        Given quick = Given.of("quick").firstEventAfter(Duration.ofMillis(10));

        assertThat(kept(route(slow, quick.open(2)))).containsExactly("quick", "slow");
        assertThat(kept(route(slow, quick.open(3)))).containsExactly("slow", "quick");
    }

    @Test
    void chanceFollowsTheWeightsAndAModelsOwnPrecedeTheBackends() {
        strategy = Strategy.WEIGHTED;
        ruled(List.of(), Map.of("b", 1.0), OptionalInt.empty());
        int requests = 20_000;
        int ofFirst = 0;
        for (turn = 0; turn < requests; turn++) {
            ofFirst +=
                    kept(route(Given.of("a").weight(3), Given.of("b").weight(50)))
                                    .getFirst()
                                    .equals("a")
                            ? 1
                            : 0;
        }

        assertThat((double) ofFirst / requests).isCloseTo(0.75, within(0.02));
    }

    @Test
    void theLeastLoadedBackendIsFirstForItsSize() {
        strategy = Strategy.LEAST_LOADED;

        assertThat(kept(route(Given.of("a").open(2), Given.of("b").open(1))))
                .containsExactly("b", "a");
        assertThat(kept(route(Given.of("a").most(10).open(2), Given.of("b").most(2).open(1))))
                .containsExactly("a", "b");
    }

    @Test
    void equallyLoadedBackendsTakeTurns() {
        strategy = Strategy.LEAST_LOADED;
        assertThat(kept(route(Given.of("a"), Given.of("b"))).getFirst()).isEqualTo("a");
        turn = 1;
        assertThat(kept(route(Given.of("a"), Given.of("b"))).getFirst()).isEqualTo("b");
    }

    @Test
    void theSmartOneWeighsLoadAndSpeed() {
        strategy = Strategy.SMART;
        Given quick = Given.of("quick").firstEventAfter(Duration.ofMillis(100));

        assertThat(kept(route(Given.of("slow").firstEventAfter(Duration.ofMillis(900)), quick)))
                .containsExactly("quick", "slow");
        assertThat(
                        kept(
                                route(
                                        quick.open(20),
                                        Given.of("slow").firstEventAfter(Duration.ofMillis(900)))))
                .containsExactly("slow", "quick");
    }

    @Test
    void aNearlySpentBudgetPrecedesThePriority() {
        prefersRestricted = true;

        Route route = route(Given.of("far").in(Zone.OPEN).priority(9), Given.of("near"));

        assertThat(kept(route)).containsExactly("near", "far");
        assertThat(route.kept().getFirst().told().getFirst()).contains("soft part is spent");
    }

    @Test
    void aZoneThatTheCallerMayNotReachIsNeverKept() {
        mayLeave = false;

        Route route = route(Given.of("far").in(Zone.OPEN), Given.of("near"));

        assertThat(kept(route)).containsExactly("near");
        assertThat(dropped(route).get("far")).contains("may not go");
    }

    @Test
    void aFullBackendIsDroppedAndAFullModelDropsAll() {
        Route route = route(Given.of("a").most(2).open(2), Given.of("b"));
        assertThat(kept(route)).containsExactly("b");
        assertThat(dropped(route).get("a"))
                .isEqualTo("all 2 of its calls are open (maxConcurrency)");

        ruled(List.of(), Map.of(), OptionalInt.of(4));
        for (int i = 0; i < 4; i++) {
            load.calls().enter(OptionalInt.empty());
        }
        Route none = route(Given.of("a"), Given.of("b"));
        assertThat(none.kept()).isEmpty();
        assertThat(dropped(none).get("b")).contains("models.m.maxConcurrency");
        assertThat(none.frees()).hasValue(Duration.ofSeconds(1));
    }

    @Test
    void anEjectedBackendGetsNothingWhileThereIsAnother() {
        Route route = route(Given.of("a").ejectedAt(NOW), Given.of("b"));

        assertThat(kept(route)).containsExactly("b");
        assertThat(dropped(route).get("a"))
                .isEqualTo("ejected for 1 s more after 3 failures in a row: status 503");
    }

    @Test
    void whereAllAreEjectedTheOneThatIsBackSoonestIsTheLastResort() {
        Route route =
                route(Given.of("a").ejectedAt(NOW), Given.of("b").ejectedAt(NOW - 500_000_000));

        assertThat(kept(route)).containsExactly("b", "a");
        assertThat(route.kept()).extracting(Kept::part).containsOnly(Part.LAST_RESORT);
        assertThat(route.kept().getFirst().told().getFirst())
                .startsWith("last resort, since no other backend is left; ejected for 500 ms");
    }

    @Test
    void whoseEjectionIsOverIsProbedByOneRequest() {
        Given due = Given.of("a").ejectedAt(NOW - RULES.firstEjection().toNanos());
        assertThat(route(due, Given.of("b")).kept().getFirst().part()).isEqualTo(Part.PROBE);

        Route other = route(due.well(due.health().probed(NOW)), Given.of("b"));
        assertThat(kept(other)).containsExactly("b");
        assertThat(dropped(other).get("a")).startsWith("another request tries it");
    }

    @Test
    void theRestingOnesFollowTheKeptOnesTheOneThatIsBackSoonestFirst() {
        Given probed = Given.of("c").ejectedAt(0);
        Route route =
                route(
                        probed.well(probed.health().probed(NOW)),
                        Given.of("a").ejectedAt(NOW),
                        Given.of("b").ejectedAt(NOW - 500_000_000),
                        Given.of("d"));

        assertThat(kept(route)).containsExactly("d");
        assertThat(route.resting())
                .extracting(one -> one.candidate().backend().name())
                .containsExactly("b", "a", "c");
    }

    @Test
    void aNearlySpentBudgetPrecedesTheRestOfTheRestingOnes() {
        prefersRestricted = true;

        Route route =
                route(
                        Given.of("far").in(Zone.OPEN).ejectedAt(NOW - 500_000_000),
                        Given.of("near").ejectedAt(NOW),
                        Given.of("well"));

        assertThat(route.resting())
                .extracting(one -> one.candidate().backend().name())
                .containsExactly("near", "far");
    }

    @ParameterizedTest
    @EnumSource
    void everyBackendIsKeptOrDroppedAndNoneIsLeftOutForItsHealthWhereItIsTheLast(Strategy any) {
        strategy = any;
        Random random = new Random(7);
        for (turn = 0; turn < 2_000; turn++) {
            Given[] given = new Given[1 + random.nextInt(6)];
            boolean mayAny = false;
            for (int i = 0; i < given.length; i++) {
                given[i] = Given.of("b" + i).open(random.nextInt(3));
                given[i] = random.nextBoolean() ? given[i].most(2) : given[i].weight(1 + i);
                given[i] = random.nextInt(3) == 0 ? given[i].ejectedAt(NOW) : given[i];
                given[i] = random.nextInt(3) == 0 ? given[i].in(Zone.OPEN) : given[i];
            }
            mayLeave = random.nextBoolean();
            for (Given one : given) {
                mayAny |=
                        (mayLeave || one.zone() == Zone.RESTRICTED)
                                && !one.option(true).facts().isFull();
            }

            Route route = route(given);

            assertThat(route.kept().size() + route.dropped().size()).isEqualTo(given.length);
            assertThat(route.kept().isEmpty()).isEqualTo(!mayAny);
            assertThat(route.kept())
                    .allSatisfy(one -> assertThat(one.score()).isBetween(0.0, 1e9))
                    .allSatisfy(one -> assertThat(one.told()).isNotEmpty());
        }
    }
}
