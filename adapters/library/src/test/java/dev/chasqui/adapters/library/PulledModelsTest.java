package dev.chasqui.adapters.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.model.HubModel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class PulledModelsTest {
    private static final HubModel ONE = HubModel.parse("org/one-GGUF:Q4_K_M");
    private static final HubModel TWO = HubModel.parse("org/two-GGUF");

    @TempDir private Path folder;

    @Test
    void whatWasPulledIsKnownAtTheNextStart() {
        Path file = folder.resolve("pool/pulled.json");
        PulledModels models = PulledModels.open(file);
        models.save(models.with("hf.co/org/one-GGUF", ONE));
        models.save(models.with("two", TWO));
        models.save(models.with("two:latest", ONE));
        models.save(models.without("hf.co/org/one-GGUF:latest"));
        models.save(models.without("unknown"));

        assertThat(PulledModels.open(file).all()).containsExactly(Map.entry("two:latest", ONE));
        assertThat(models.all()).isEqualTo(PulledModels.open(file).all());
    }

    @Test
    void aFileThatCannotBeReadCountsAsEmpty() throws IOException {
        Path file = folder.resolve("pulled.json");
        for (String content :
                new String[] {"", "[1]", "{\"a\":\"../..\"}", "{\"a\":7}", "{\"a\""}) {
            Files.writeString(file, content);
            assertThat(PulledModels.open(file).all()).isEmpty();
        }
    }
}
