package dev.chasqui.application.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.model.ModelInfo;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Backends that an administrator has drained. */
class DrainedTest {
    private final Set<Backend> drained = new HashSet<>();
    private final Backend one = new FakeBackend("one");
    private final Backend two = new FakeBackend("two");
    private final Routing routing =
            new Routing(RoutingRules.NONE, new Standings(drained::contains));

    private Route route(Backend... backends) {
        return routing.route(
                "m",
                List.of(backends).stream()
                        .map(backend -> new Candidate(backend, ModelInfo.of("m")))
                        .toList(),
                Demand.NONE,
                AnyCaller.INSTANCE);
    }

    @Test
    void aDrainedBackendIsDroppedUntilItIsResumed() {
        drained.add(one);
        assertThat(route(one, two).kept()).hasSize(1);
        assertThat(route(one, two).dropped().getFirst().reason())
                .isEqualTo(DropReason.Drained.INSTANCE);

        drained.clear();
        assertThat(route(one, two).kept()).hasSize(2);
    }

    @Test
    void theOnlyOneIsDroppedTooAndItsReturnIsNotKnown() {
        drained.add(one);

        assertThat(route(one).kept()).isEmpty();
        assertThat(route(one).frees()).isEmpty();
        assertThat(routing.reports(List.of(one, two)))
                .extracting(BackendReport::state)
                .containsExactly(BackendReport.State.DRAINED, BackendReport.State.UP);
    }
}
