package dev.chasqui.application.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.Waiting;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.routing.BackendReport.State;
import dev.chasqui.application.routing.health.CheckRules;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class BackendChecksTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration OFTEN = Duration.ofMillis(10);

    private final FakeBackend one = new FakeBackend("one", "shared");
    private final FakeBackend two = new FakeBackend("two", "shared");
    private final Standings standings = new Standings();
    private final Routing routing = new Routing(RoutingRules.NONE, standings);
    private final Models models =
            new Models(Backends.configured(List.of(one, two)), Map.of(), NEVER);

    @AfterEach
    void close() {
        models.close();
    }

    private BackendReport report(Backend of) {
        return routing.reports(List.of(of)).getFirst();
    }

    private Route route() {
        return routing.route("shared", models.find("shared"), Demand.NONE, AnyCaller.INSTANCE);
    }

    @Test
    void aBackendThatIsDownIsTheLastResortUntilItIsBack() {
        assertThat(models.names()).containsExactly("shared");
        try (BackendChecks _ = check(new CheckRules(true, OFTEN, 3, 2))) {
            one.down();
            Waiting.until("it is down", () -> report(one).state() == State.DOWN);

            Route route = route();
            assertThat(route.kept())
                    .extracting(kept -> kept.candidate().backend())
                    .containsExactly(two);
            assertThat(route.resting().getFirst().told())
                    .singleElement()
                    .asString()
                    .contains("its checks fail: it cannot be reached");
            assertThat(report(one).reason())
                    .hasValueSatisfying(why -> assertThat(why).startsWith("it cannot be reached"));

            one.up();
            Waiting.until("it is up", () -> report(one).state() == State.UP);
            assertThat(route().kept()).hasSize(2);
        }
    }

    @Test
    void hostedServicesAreCheckedOnlyWhileTheyAreDown() {
        two.outside();
        assertThat(models.names()).containsExactly("shared");
        int first = two.listings();
        try (BackendChecks _ = check(new CheckRules(true, OFTEN, 1, 1))) {
            awaitChecks(one);
            assertThat(two.listings()).isEqualTo(first);

            two.down();
            models.refresh(two);
            Waiting.until("it is down", () -> report(two).state() == State.DOWN);
            two.up();
            Waiting.until("it is up", () -> report(two).state() == State.UP);
        }
    }

    @Test
    void aBackendReturnsThoughItsListHasComeBetweenTwoChecks() {
        two.outside();
        assertThat(models.names()).containsExactly("shared");
        try (BackendChecks _ = check(new CheckRules(true, OFTEN, 1, 3))) {
            two.down();
            models.refresh(two);
            Waiting.until("it is down", () -> report(two).state() == State.DOWN);

            two.up();
            models.refreshAndWait(two);
            Waiting.until("it is up", () -> report(two).state() == State.UP);
        }
    }

    @Test
    void checksThatOthersFollowAgainAndAgainStillCome() {
        assertThat(models.names()).containsExactly("shared");
        int first = one.listings();
        CheckRules rules = new CheckRules(true, Duration.ofMillis(50), 1, 1);
        BackendChecks checks = check(rules);
        try {
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (one.listings() < first + 3 && System.nanoTime() < end) {
                BackendChecks next = checks.next(models, rules);
                checks.close();
                checks = next;
            }
            assertThat(one.listings()).isGreaterThanOrEqualTo(first + 3);
        } finally {
            checks.close();
        }
    }

    @Test
    void ofBackendsThatAreUpNoneNeedBeChecked() {
        one.down();
        assertThat(models.names()).containsExactly("shared");
        int first = two.listings();
        try (BackendChecks _ = check(new CheckRules(false, OFTEN, 1, 1))) {
            awaitChecks(one);
            one.up();
            Waiting.until("it is up", () -> models.states().getFirst().up());

            assertThat(two.listings()).as("one that is up is left alone").isEqualTo(first);
        }
    }

    private BackendChecks check(CheckRules rules) {
        return BackendChecks.start(models, standings, rules);
    }

    private static void awaitChecks(FakeBackend backend) {
        int before = backend.listings();
        Waiting.until("some checks", () -> backend.listings() > before + 2);
    }
}
