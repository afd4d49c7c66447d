package dev.chasqui.application.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.FakeDerivedModels;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.ChangeProgress;
import dev.chasqui.application.port.ModelStore;
import dev.chasqui.domain.derived.DerivedModel;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.HubModel;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

class LibraryTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private final FakeDerivedModels derived = new FakeDerivedModels();
    private final Models models =
            new Models(
                    Backends.configured(List.of(new FakeBackend("one", "qwen"))),
                    Map.of("smart", "qwen"),
                    Duration.ofDays(1),
                    false,
                    derived);
    private final Library library = new Library(models, derived, Optional.empty(), () -> NOW);

    private void carryOut(ModelChange change) {
        library.carryOut(change, _ -> {}, new Cancellation());
    }

    @Test
    void aBaseIsKeptAsAnAliasInTheConfigsSpelling() {
        DerivedModel bot = DerivedModel.of("bot", "SMART", NOW);
        carryOut(new ModelChange.Create("bot", "SMART", false, () -> bot));
        carryOut(new ModelChange.Copy("Smart:latest", "copy"));
        carryOut(new ModelChange.Copy("QWEN", "other"));

        assertThat(derived.all())
                .extracting(DerivedModel::base)
                .containsExactly("smart", "smart", "qwen");
        assertThat(models.names())
                .containsExactlyInAnyOrder(
                        "qwen", "smart", "bot:latest", "copy:latest", "other:latest");
        assertThat(models.find("bot")).isNotEmpty();
    }

    @Test
    void theHubsNamesAreAsLongAsTheHubAllowsAndOthersHaveALimitThatIsNamed() {
        String longName = "hf.co/" + "o".repeat(96) + "/" + "r".repeat(96) + ":Q4_K_M";
        List<String> pulled = new ArrayList<>();
        Library storing = new Library(models, derived, Optional.of(storeTo(pulled)), () -> NOW);

        storing.carryOut(new ModelChange.Pull(longName), _ -> {}, new Cancellation());
        assertThat(pulled).containsExactly(longName);

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> carryOut(new ModelChange.Copy("qwen", longName)))
                .satisfies(e -> assertThat(e.failure().message()).contains("at most 128 letters"));
    }

    private static ModelStore storeTo(List<String> pulled) {
        FakeBackend pool = new FakeBackend("pool");
        return new ModelStore() {
            @Override
            public Backend backend() {
                return pool;
            }

            @Override
            public void pull(
                    String name,
                    HubModel model,
                    Consumer<ChangeProgress> progress,
                    Cancellation cancellation) {
                pulled.add(name);
            }

            @Override
            public void update(
                    String name, Consumer<ChangeProgress> progress, Cancellation cancellation) {
                throw new AssertionError("it was not pulled before");
            }

            @Override
            public void delete(String name) {
                throw new AssertionError("nobody deletes it");
            }
        };
    }
}
