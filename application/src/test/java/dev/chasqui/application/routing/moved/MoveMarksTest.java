package dev.chasqui.application.routing.moved;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.Zone;

import org.junit.jupiter.api.Test;

import java.util.List;

/** The memory of moved models. */
class MoveMarksTest {
    private final MovedModels moved = new MovedModels();

    private record Server(String name, String address) implements Backend {
        @Override
        public Zone zone() {
            return Zone.RESTRICTED;
        }

        @Override
        public List<ModelInfo> models() {
            return List.of();
        }
    }

    private static Candidate at(String server, String model) {
        return new Candidate(new Server(server, "http://" + server), ModelInfo.of(model));
    }

    @Test
    void aModelIsMovedFromOneBackendAndNoOther() {
        moved.move(at("desk", "m"), at("rack", "m"));

        assertThat(moved.target(at("desk", "m"))).contains("rack");
        assertThat(moved.target(at("desk", "n"))).isEmpty();
        assertThat(moved.target(at("rack", "m"))).isEmpty();
    }

    @Test
    void aModelThatIsMovedBackIsAtItsOldPlaceAlone() {
        moved.move(at("desk", "m"), at("rack", "m"));
        moved.move(at("rack", "m"), at("desk", "m"));

        assertThat(moved.target(at("desk", "m"))).isEmpty();
        assertThat(moved.target(at("rack", "m"))).contains("desk");
        moved.forget(at("rack", "m"));
        assertThat(moved.target(at("rack", "m"))).isEmpty();
    }

    @Test
    void aMoveIsForgottenWithEitherBackend() {
        moved.move(at("desk", "m"), at("rack", "m"));
        moved.move(at("desk", "n"), at("attic", "n"));

        moved.keep(List.of(at("desk", "m").backend(), at("attic", "n").backend()));

        assertThat(moved.target(at("desk", "m"))).isEmpty();
        assertThat(moved.target(at("desk", "n"))).contains("attic");
        moved.keep(
                List.of(new Server("desk", "http://elsewhere"), new Server("attic", "http://x")));
        assertThat(moved.target(at("desk", "n"))).isEmpty();
    }

    @Test
    void theNumberOfMovesIsBounded() {
        for (int i = 0; i < 3000; i++) {
            moved.move(at("desk", "m" + i), at("rack", "m" + i));
        }
        long kept = 0;
        for (int i = 0; i < 3000; i++) {
            kept += moved.target(at("desk", "m" + i)).isPresent() ? 1 : 0;
        }
        assertThat(kept).isBetween(1L, 1000L);
    }
}
