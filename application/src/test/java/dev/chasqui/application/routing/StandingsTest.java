package dev.chasqui.application.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.routing.BackendReport.State;
import dev.chasqui.application.routing.health.HealthRules;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelInfo;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** What is known of backends from the calls that they had, with a clock of the test's own. */
class StandingsTest {
    private long now = 7;
    private final Standings standings = new Standings(() -> now);
    private final Routing routing = new Routing(RoutingRules.NONE, standings);
    private final Backend backend = new FakeBackend("one");

    private BackendCall begin() {
        Route route =
                routing.route(
                        "m",
                        List.of(
                                new Candidate(backend, ModelInfo.of("m")),
                                new Candidate(new FakeBackend("other"), ModelInfo.of("m"))),
                        Demand.NONE,
                        AnyCaller.INSTANCE);
        return routing.begin(route, route.kept().getFirst()).orElseThrow();
    }

    private static FailureException broken() {
        return new FailureException(new Failure.BackendBroke("one", "reset"));
    }

    private BackendReport report(Backend of) {
        return routing.reports(List.of(of)).getFirst();
    }

    private void eject() {
        for (int i = 0; i < HealthRules.USUAL.failuresInRow(); i++) {
            try (BackendCall call = begin()) {
                call.failed(broken());
            }
        }
        assertThat(report(backend).state()).isEqualTo(State.EJECTED);
    }

    @Test
    void aReplyThatBreaksAfterItsFirstEventIsAFailure() {
        for (int i = 0; i < HealthRules.USUAL.failuresInRow(); i++) {
            try (BackendCall call = begin()) {
                call.begun(true);
                call.failed(broken());
            }
        }

        assertThat(report(backend).state()).isEqualTo(State.EJECTED);
        assertThat(report(backend).errorRate()).isEqualTo(1);
    }

    @Test
    void aReplyThatItsClientLeavesAfterTheFirstEventIsAnAnswer() {
        try (BackendCall call = begin()) {
            call.failed(broken());
        }
        try (BackendCall call = begin()) {
            call.begun(true);
            call.failed(new FailureException(new Failure.Cancelled()));
        }

        assertThat(report(backend).errorRate()).isEqualTo(0.5);
    }

    @Test
    void theTimeToTheFirstEventIsKnownBeforeTheReplyIsOver() {
        try (BackendCall call = begin()) {
            now += Duration.ofMillis(20).toNanos();
            call.begun(true);

            assertThat(report(backend).firstEvent()).hasValue(Duration.ofMillis(20));
        }
    }

    @Test
    void aFailureThatSeveralCallsShareCountsOnce() {
        FailureException shared = broken();
        for (int i = 0; i < 10; i++) {
            try (BackendCall call = begin()) {
                call.failed(shared);
            }
        }

        assertThat(report(backend).state()).isEqualTo(State.UP);
    }

    @Test
    void aBackendOfTheSameNameAndAddressKeepsWhatIsKnown() {
        eject();
        Backend next = new FakeBackend("one");
        standings.keep(List.of(next));

        assertThat(report(next).state()).isEqualTo(State.EJECTED);
    }

    @Test
    void aBackendThatIsGoneIsForgottenOnceNoCallIsOpen() {
        Backend other = new FakeBackend("other");
        BackendCall call = begin();
        standings.keep(List.of(other));
        assertThat(report(backend).open()).isEqualTo(1);
        call.begun(true);
        call.close();
        assertThat(report(backend).firstEvent()).isPresent();

        standings.keep(List.of(other));
        assertThat(report(backend).firstEvent()).isEmpty();
    }
}
