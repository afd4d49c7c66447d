package dev.chasqui.adapters.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.processes.RecipeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The listed facts of a model; the text of its file stands for its header. */
class ModelFactsTest {
    private static final Instant OFFERED = Instant.parse("2026-11-21T02:45:05Z");

    @TempDir Path folder;

    private final List<Path> reads = new ArrayList<>();

    @Test
    void aFileThatChangesIsReadAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("changing.gguf"), "bert");
        ModelFacts facts = facts(file);
        assertThat(facts.remembered().details().text("family")).contains("unknown");
        assertThat(facts.look().details().text("family")).contains("bert");
        assertThat(facts.remembered().details().text("family")).contains("bert");
        assertThat(facts.look()).isEqualTo(facts.remembered());
        assertThat(reads).hasSize(1);

        Files.writeString(file, "llama");
        assertThat(facts.look().details().text("family")).contains("llama");
        Files.delete(file);
        assertThat(facts.look().created()).contains(OFFERED);
    }

    @Test
    void ofAFileThatCannotBeReadTheNameTellsAllThatIsKnown() throws Exception {
        Path file = Files.writeString(folder.resolve("broken-7b-Q4_0.gguf"), "");

        assertThat(facts(file).look().details().text("family")).contains("unknown");
        assertThat(facts(file).look().details().text("parameter_size")).contains("7B");
    }

    @ParameterizedTest
    @CsvSource({
        "999, 999",
        "163968, 164K",
        "134515008, 134.52M",
        "137000000, 137M",
        "8000000000, 8B",
        "8030261248, 8.0B"
    })
    void weightsAreCountedAsAnOllamaDoes(long weights, String told) {
        assertThat(ModelFacts.count(weights)).isEqualTo(told);
    }

    private ModelFacts facts(Path file) {
        return new ModelFacts(
                new LlamaServer(
                        new LlamaProgram("llama-server", Duration.ofMinutes(1), Duration.ZERO),
                        this::read,
                        GpuPlacer.NO_GPUS,
                        TestModels.model(file, List.of(), Map.of())),
                OFFERED);
    }

    private ModelHeader read(Path file) throws RecipeException {
        try {
            reads.add(file);
            String kind = Files.readString(file);
            if (kind.isEmpty()) {
                throw new RecipeException("it is empty");
            }
            return new FakeHeader(ModelHeader.Purpose.COMPLETION, kind, "", new ArrayList<>());
        } catch (IOException e) {
            throw new RecipeException("it cannot be read", e);
        }
    }
}
