package dev.chasqui.application.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.FakeDerivedModels;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.domain.derived.DerivedModel;
import dev.chasqui.domain.exchange.Cancellation;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
}
