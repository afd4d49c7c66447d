package dev.chasqui.application.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.port.DerivedModels;
import dev.chasqui.domain.derived.DerivedModel;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names of virtual models, and of those beneath them. */
class OwnNamesTest {
    private final FakeBackend backend = new FakeBackend("one", "llama3", "Qwen");

    private Models models(List<DerivedModel> made, DerivedModel... virtual) {
        return new Models(
                Backends.configured(List.of(backend)),
                new ConfigNames(Map.of("quick", "llama3"), List.of(virtual)),
                Duration.ofDays(1),
                false,
                new Made(made));
    }

    private record Made(List<DerivedModel> all) implements DerivedModels {
        @Override
        public void put(DerivedModel model) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean remove(String name) {
            return false;
        }
    }

    private static DerivedModel model(String name, String base, boolean virtual) {
        return new DerivedModel(
                name,
                base,
                Optional.of("of " + base),
                List.of(),
                Json.Obj.EMPTY,
                Json.Obj.EMPTY,
                List.of(),
                Optional.empty(),
                Instant.EPOCH,
                virtual);
    }

    private static List<String> ids(Models models, String name) {
        return models.find(name).stream().map(candidate -> candidate.model().id()).toList();
    }

    @Test
    void aVirtualModelMayHideAModelThatAClientMade() {
        Models models =
                models(
                        List.of(model("mine:latest", "llama3", false)),
                        model("mine:latest", "mine", true));

        assertThat(ids(models, "mine")).containsExactly("llama3");
        assertThat(models.names()).containsExactly("llama3", "Qwen", "quick", "mine");
        assertThat(models.meaning("mine").names()).contains("mine", "llama3");
        assertThat(models.meaning("mine").virtual()).contains("mine:latest");
    }

    @Test
    void aVirtualModelThatHidesAnotherModelOfABackendIsAMistakeWorthAWarning() {
        Models models =
                models(
                        List.of(),
                        model("Qwen:latest", "quick", true),
                        model("llama3:latest", "quick", true),
                        model("helper:latest", "llama3", true));

        assertThat(models.hidingWarnings())
                .containsExactly(
                        "models.virtual.Qwen: hides the model 'Qwen' of the backend 'one', for"
                                + " which 'quick' answers now (expected: a name that no backend"
                                + " has, or \"model\": \"Qwen\" if that model is meant)");
    }

    @Test
    void aBackendThatDoesNotAnswerHasNoModelsToHide() {
        var _ = backend.down();

        assertThat(models(List.of(), model("Qwen:latest", "quick", true)).hidingWarnings())
                .isEmpty();
    }

    @Test
    void aVirtualModelMayHideAModelOfABackend() {
        Models models = models(List.of(), model("llama3:latest", "llama3", true));

        assertThat(ids(models, "llama3")).containsExactly("llama3");
        assertThat(models.meaning("llama3").names()).containsOnly("llama3", "llama3:latest");
    }

    @Test
    void theBaseOfAVirtualModelMayBeInAnotherCaseOfLetters() {
        Models models =
                models(
                        List.of(model("mine:latest", "llama3", false)),
                        model("a:latest", "qwen", true),
                        model("b:latest", "QUICK", true),
                        model("c:latest", "Mine", true));

        assertThat(ids(models, "a")).containsExactly("Qwen");
        assertThat(ids(models, "b")).containsExactly("llama3");
        assertThat(ids(models, "c")).containsExactly("llama3");
        assertThat(models.names()).contains("a", "b", "c");
        assertThat(models.meaning("a").names()).contains("Qwen");
        assertThat(models.meaning("b").names()).contains("llama3");
        assertThat(models.meaning("c").names()).contains("llama3");
    }
}
