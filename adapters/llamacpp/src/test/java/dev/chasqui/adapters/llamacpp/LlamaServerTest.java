package dev.chasqui.adapters.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.adapters.processes.Recipe;
import dev.chasqui.adapters.processes.RecipeException;
import dev.chasqui.domain.size.ByteSize;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command and the environment with which llama-server is started. */
class LlamaServerTest {
    private static final GpuPlacement ALL = new GpuPlacement(3, 2, "GPU-0,GPU-1", "2,1");

    @TempDir Path folder;

    private final List<LlamaSettings> asked = new ArrayList<>();
    private final List<List<ByteSize>> placed = new ArrayList<>();

    @Test
    void withoutGpusItSaysNothingOfThem() throws Exception {
        Recipe.Prepared prepared = prepare(GpuPlacement.NONE);

        assertThat(prepared.launch().command())
                .containsSubsequence("--alias", "tiny")
                .containsSubsequence("--ctx-size", "2048")
                .containsSubsequence("--parallel", "4")
                .doesNotContain("--gpu-layers", "--tensor-split");
        assertThat(prepared.launch().environment()).containsOnlyKeys("LLAMA_API_KEY");
        assertThat(prepared.estimate().vram().bytes()).isZero();
    }

    @Test
    void theGpusThatItGetsAreTheOnesItSees() throws Exception {
        Recipe.Prepared prepared = prepare(ALL);

        assertThat(prepared.launch().environment())
                .containsEntry("CUDA_VISIBLE_DEVICES", "GPU-0,GPU-1");
        assertThat(prepared.launch().command())
                .containsSubsequence("--gpu-layers", "3")
                .containsSubsequence("--tensor-split", "2,1");
        assertThat(prepared.estimate().vram().bytes()).isEqualTo(3 * FakeHeader.LAYER.bytes());
    }

    @Test
    void noMoreLayersGoToGpusThanTheArgumentsSay() throws Exception {
        prepare(ALL, "-ngl", "1");

        assertThat(placed).containsExactly(List.of(FakeHeader.LAYER));
    }

    @Test
    void argumentsThatChangeWhatItTakesAreCounted() throws Exception {
        Path projector = Files.write(folder.resolve("mmproj.gguf"), new byte[7]);

        prepare(
                GpuPlacement.NONE,
                "-c",
                "512",
                "-np",
                "1",
                "-ctk",
                "q4_0",
                "--mmproj",
                projector.toString());

        assertThat(asked)
                .containsExactly(
                        new LlamaSettings(
                                512, 1, Optional.of("q4_0"), Optional.empty(), new ByteSize(7)));
    }

    @Test
    void whatTheConfigSaysComesLast() throws Exception {
        assertThat(prepare(GpuPlacement.NONE, "--jinja").launch().command()).endsWith("--jinja");
    }

    @Test
    void aProgramThatIsMissingIsNamed() {
        assertThatThrownBy(() -> server("/nowhere/llama-server", ALL).prepare(_ -> {}))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("pool.server: /nowhere/llama-server");
    }

    private Recipe.Prepared prepare(GpuPlacement gpus, String... args) throws Exception {
        Path program = folder.resolve("server");
        if (!Files.exists(program)) {
            Files.createFile(program);
        }
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return server(program.toString(), gpus, args).prepare(_ -> {});
    }

    private LlamaServer server(String program, GpuPlacement gpus, String... args) {
        return new LlamaServer(
                new LlamaProgram(program, Duration.ofMinutes(1), Duration.ZERO),
                _ -> new FakeHeader(ModelHeader.Purpose.COMPLETION, "llama", "", asked),
                (layers, _) -> {
                    placed.add(layers);
                    return gpus;
                },
                TestModels.model(folder.resolve("model.gguf"), List.of(args), Map.of()));
    }
}
