package dev.chasqui.application.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelInfo;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The pauses that backends ask for, with a clock of the test's own. */
class PausesTest {
    private final Candidate only = new Candidate(new FakeBackend("one"), ModelInfo.of("m"));
    private long now = 7;
    private final Routing routing = new Routing(RoutingRules.NONE, new Standings(() -> now));

    private Route route() {
        return routing.route("m", List.of(only), Demand.NONE, AnyCaller.INSTANCE);
    }

    private void refuse(int status, Optional<Duration> retryAfter) {
        Optional<String> none = Optional.empty();
        refuse(
                new Failure.BackendRefused(
                        "one", status, "later", none, none, none, retryAfter, true));
    }

    private void refuse(Failure.BackendRefused refused) {
        Route route = route();
        Route.Kept kept = route.kept().getFirst();
        try (BackendCall call = routing.begin(route, kept).orElseThrow()) {
            call.failed(new FailureException(refused));
        }
    }

    private BackendReport report() {
        return routing.reports(List.of(only.backend())).getFirst();
    }

    @Test
    void aRequestThatHasReadTheClockBeforeTheFirstCallFindsNoPause() {
        assertThat(route().kept()).hasSize(1);
        now -= 1;

        assertThat(route().kept()).hasSize(1);
    }

    @Test
    void aPausedBackendIsNotAskedThoughItIsTheOnlyOne() {
        refuse(429, Optional.of(Duration.ofSeconds(30)));
        now += Duration.ofSeconds(10).toNanos();

        Route route = route();

        assertThat(route.kept()).isEmpty();
        assertThat(Refusals.noBackend("m", route, AnyCaller.INSTANCE).retryAfter())
                .hasValue(Duration.ofSeconds(20));
        now += Duration.ofSeconds(20).toNanos();
        assertThat(route().kept()).hasSize(1);
    }

    @Test
    void aLaterWishDoesNotShortenAPause() {
        Route route = route();
        Route.Kept kept = route.kept().getFirst();
        try (BackendCall first = routing.begin(route, kept).orElseThrow();
                BackendCall second = routing.begin(route, kept).orElseThrow()) {
            first.failed(new FailureException(tooMany(Duration.ofSeconds(30))));
            second.failed(new FailureException(tooMany(Duration.ofSeconds(1))));
        }

        assertThat(report().left()).hasValue(Duration.ofSeconds(30));
    }

    private static Failure tooMany(Duration retryAfter) {
        Optional<String> none = Optional.empty();
        return new Failure.BackendRefused(
                "one", 429, "later", none, none, none, Optional.of(retryAfter));
    }

    @Test
    void onlyTooManyRequestsAndNotAvailableArePauses() {
        refuse(404, Optional.of(Duration.ofSeconds(30)));
        assertThat(report().state()).isEqualTo(BackendReport.State.UP);

        refuse(503, Optional.of(Duration.ofSeconds(30)));
        assertThat(report().state()).isEqualTo(BackendReport.State.PAUSED);
        assertThat(report().errorRate()).isZero();
    }

    @Test
    void notAvailableWithoutATimeIsAFailure() {
        refuse(503, Optional.of(Duration.ZERO));
        refuse(503, Optional.empty());

        assertThat(report().state()).isEqualTo(BackendReport.State.UP);
        assertThat(report().errorRate()).isEqualTo(1);
    }
}
