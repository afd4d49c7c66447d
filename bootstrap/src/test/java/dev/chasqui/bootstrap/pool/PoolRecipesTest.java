package dev.chasqui.bootstrap.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.ConfigReader;
import dev.chasqui.adapters.config.PoolModelConfig;
import dev.chasqui.adapters.gpus.GpuInventory;
import dev.chasqui.adapters.gpus.NvidiaSmi;
import dev.chasqui.adapters.hub.Hub;
import dev.chasqui.adapters.hub.HubSettings;
import dev.chasqui.adapters.processes.Recipe;
import dev.chasqui.adapters.processes.RecipeException;
import dev.chasqui.domain.size.Footprint;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** From a config to a launch, with files of real models and a fake nvidia-smi. */
class PoolRecipesTest {
    private static final String GIBIBYTE_FREE = "1024, 0, 1024";
    private static final String ALMOST_FULL = "1024, 1000, 24";

    @TempDir Path folder;

    private final Hub hub = new Hub(HubSettings.fromEnvironment(Map.of()));

    @AfterEach
    void closes() {
        hub.close();
    }

    @Test
    void withoutGpusItSaysNothingOfThem() throws Exception {
        Recipe.Prepared prepared = prepare("", "");

        assertThat(prepared.launch().command())
                .containsSubsequence("--alias", "tiny")
                .containsSubsequence("--ctx-size", "32768")
                .containsSubsequence("--parallel", "4")
                .doesNotContain("--gpu-layers");
        assertThat(prepared.launch().environment()).containsOnlyKeys("LLAMA_API_KEY");
        assertThat(prepared.estimate().vram().bytes()).isZero();
        assertThat(prepared.estimate().ram().bytes()).isPositive();
    }

    @Test
    void onAGpuWithRoomGoesAllOfIt() throws Exception {
        Recipe.Prepared prepared = prepare("", gpu(0, GIBIBYTE_FREE) + gpu(1, ALMOST_FULL));

        assertThat(prepared.launch().environment()).containsEntry("CUDA_VISIBLE_DEVICES", "GPU-0");
        assertThat(prepared.launch().command()).contains("--gpu-layers");
        assertThat(prepared.estimate().vram().bytes()).isPositive();
    }

    @Test
    void whereNoGpuHasRoomItStaysInMemory() throws Exception {
        Recipe.Prepared prepared = prepare("", gpu(0, ALMOST_FULL));

        assertThat(prepared.launch().command()).doesNotContain("--gpu-layers");
        assertThat(prepared.estimate().vram().bytes()).isZero();
    }

    @Test
    void layersThatTheConfigLimitsAreLimited() throws Exception {
        Footprint all = prepare("", gpu(0, GIBIBYTE_FREE)).estimate();
        Recipe.Prepared one = prepare(",\"gpuLayers\":1", gpu(0, GIBIBYTE_FREE));

        assertThat(one.launch().command()).containsSubsequence("--gpu-layers", "1");
        assertThat(one.estimate().vram()).isLessThan(all.vram());
    }

    @Test
    void whatTheConfigSaysComesLast() throws Exception {
        Recipe.Prepared prepared =
                prepare(
                        ",\"context\":512,\"concurrency\":2,\"args\":[\"--jinja\"],"
                                + "\"env\":{\"A\":\"b\"}",
                        "");

        assertThat(prepared.launch().command())
                .containsSubsequence("--ctx-size", "1024")
                .endsWith("--jinja");
        assertThat(prepared.launch().environment()).containsEntry("A", "b");
    }

    @Test
    void argumentsThatChangeWhatItTakesAreCounted() throws Exception {
        long usual = ram("");

        assertThat(ram(",\"args\":[\"-c\",\"512\",\"-np\",\"1\"]")).isLessThan(usual);
        assertThat(ram(",\"args\":[\"--ctx-size=65536\"]")).isGreaterThan(usual);
        assertThat(ram(",\"args\":[\"-ctk\",\"q4_0\",\"--cache-type-v\",\"q8_0\"]"))
                .isLessThan(usual);
        assertThat(ram(",\"args\":[\"-c\",\"many\"]")).isEqualTo(usual);
    }

    @Test
    void layersThatTheArgumentsLimitAreLimited() throws Exception {
        Recipe.Prepared none =
                prepare(",\"gpuLayers\":1,\"args\":[\"-ngl\",\"0\"]", gpu(0, GIBIBYTE_FREE));

        assertThat(none.estimate().vram().bytes()).isZero();
    }

    @Test
    void aProjectorIsCounted() throws Exception {
        byte[] projector = new byte[1 << 20];
        Path file = Files.write(folder.resolve("mmproj.gguf"), projector);
        String args = ",\"args\":[\"--mmproj\",\"" + file + "\"]";

        assertThat(ram(args)).isEqualTo(ram("") + projector.length);
        assertThat(prepare(args, gpu(0, GIBIBYTE_FREE)).estimate().vram().bytes())
                .isEqualTo(
                        prepare("", gpu(0, GIBIBYTE_FREE)).estimate().vram().bytes()
                                + projector.length);
    }

    private long ram(String settings) throws Exception {
        return prepare(settings, "").estimate().ram().bytes();
    }

    @Test
    void aModelThatEmbedsIsServedSo() throws Exception {
        String program = program();

        assertThat(recipe("own-embed", "", "", program).prepare(_ -> {}).launch().command())
                .contains("--embeddings");
        assertThat(prepare("", "").launch().command()).doesNotContain("--embeddings");
    }

    @Test
    void aProgramThatIsMissingIsNamed() {
        assertThatThrownBy(() -> recipe("", "", "/nowhere/llama-server").prepare(_ -> {}))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("pool.server: /nowhere/llama-server");
    }

    private static String gpu(int index, String memory) {
        return "%d, GPU-%d, Test, %s, [N/A]\n".formatted(index, index, memory);
    }

    private Recipe.Prepared prepare(String settings, String gpus) throws Exception {
        return recipe(settings, gpus, program()).prepare(_ -> {});
    }

    /** A program that prints no options. */
    private String program() throws IOException {
        return executable("server", "exit 0").toString();
    }

    private Path executable(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    /**
     * @param gpus the output of {@code nvidia-smi}
     */
    private Recipe recipe(String settings, String gpus, String program) throws IOException {
        return recipe("own-scripted", settings, gpus, program);
    }

    private Recipe recipe(String model, String settings, String gpus, String program)
            throws IOException {
        Path smi =
                executable(
                        "nvidia-smi",
                        "case $1 in *query-gpu*) cat <<'END'\n" + gpus + "END\n;; esac");
        Path file =
                Files.writeString(
                        folder.resolve("config.json"),
                        "{\"pool\":{\"server\":\"%s\",\"models\":{\"tiny\":{\"file\":\"%s\"%s}}}}"
                                .formatted(
                                        program,
                                        PoolOfModels.MODELS.resolve(model + ".gguf"),
                                        settings));
        Config config = ConfigReader.read(Optional.of(file), Map.of(), Map.of());
        PoolModelConfig tiny = Objects.requireNonNull(config.pool().models().get("tiny"));
        return PoolRecipes.of(
                        config.pool(),
                        new GpuInventory(new NvidiaSmi(smi.toString(), Duration.ofSeconds(20))),
                        hub,
                        Optional.empty())
                .recipe("tiny", tiny);
    }
}
