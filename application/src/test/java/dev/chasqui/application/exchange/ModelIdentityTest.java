package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.domain.derived.DerivedModel;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.ModelTraits;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.Set;

class ModelIdentityTest {
    private final Candidate here = new Candidate(new FakeBackend("here", "m"), ModelInfo.of("m"));
    private final Candidate there = new Candidate(new FakeBackend("there", "m"), ModelInfo.of("m"));

    @Test
    void theOrderOfTheBackendsIsNoPartOfIt() {
        assertThat(identity(here, there))
                .isEqualTo(identity(there, here))
                .isNotEqualTo(identity(here));
    }

    @Test
    void theModelsThatMayStandInArePartOfItInTheirOrder() {
        assertThat(
                        Set.of(
                                identity(here),
                                identity(here, there),
                                ModelIdentity.of(List.of(List.of(here), List.of(there))),
                                ModelIdentity.of(List.of(List.of(there), List.of(here))),
                                ModelIdentity.of(List.of(List.of(here), List.of()))))
                .hasSize(5);
    }

    @Test
    void theInstructionsAndSettingsOfADerivedModelArePartOfIt() {
        Json.Obj warm = Json.Obj.EMPTY.with("temperature", Json.of(1));

        assertThat(
                        Set.of(
                                identity(here),
                                derived("Be brief.", Json.Obj.EMPTY),
                                derived("Be long.", Json.Obj.EMPTY),
                                derived("Be brief.", warm)))
                .hasSize(4);
        assertThat(derived("Be brief.", warm)).isEqualTo(derived("Be brief.", warm));
    }

    private String derived(String system, Json.Obj settings) {
        DerivedModel child = DerivedModel.virtual("helper", "m", Optional.of(system), settings);
        return identity(
                new Candidate(
                        here.backend(),
                        here.model(),
                        "m",
                        Set.of(),
                        ModelTraits.UNKNOWN,
                        Optional.of(child)));
    }

    private static String identity(Candidate... backends) {
        return ModelIdentity.of(List.of(List.of(backends)));
    }
}
