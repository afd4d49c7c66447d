package dev.chasqui.adapters.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The figures of caches and compute buffers are those in logs of llama.cpp. */
class MemoryEstimateTest {
    private static final ByteSize CUDA = ByteSize.ofMebibytes(512);

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"1024, 144", "4096, 576", "8192, 1152", "32768, 4608", "40960, 5760"})
    void theCacheGrowsWithTheContext(int context, long mebibytes) throws Exception {
        assertThat(cache(qwen(), LoadSettings.DEFAULT.withContext(context, 1)))
                .isEqualTo(ByteSize.ofMebibytes(mebibytes));
    }

    @ParameterizedTest
    @CsvSource({"F16, F16, 4608", "Q8_0, F16, 3528", "Q8_0, Q8_0, 2448", "Q4_0, Q4_0, 1296"})
    void theCacheMayBeQuantised(CacheType keys, CacheType values, long mebibytes) throws Exception {
        LoadSettings settings = LoadSettings.DEFAULT.withContext(32_768, 1).withCache(keys, values);

        assertThat(cache(qwen(), settings)).isEqualTo(ByteSize.ofMebibytes(mebibytes));
    }

    @ParameterizedTest
    @CsvSource({"16384, 1, 2304", "16384, 16, 2304", "4096, 10, 720", "1, 1, 36"})
    void slotsShareTheContextInGroupsOf256(int context, int slots, long mebibytes)
            throws Exception {
        assertThat(cache(qwen(), LoadSettings.DEFAULT.withContext(context, slots)))
                .isEqualTo(ByteSize.ofMebibytes(mebibytes));
    }

    @Test
    void withoutAContextItIsTheModels() throws Exception {
        assertThat(cache(qwen(), LoadSettings.DEFAULT)).isEqualTo(ByteSize.ofMebibytes(5760));
    }

    @Test
    void aWindowedLayerKeepsItsWindowAndABatch() throws Exception {
        GgufFile file =
                read(
                        GgufWriter.model("gpt-oss", 2)
                                .number("gpt-oss.embedding_length", 2880)
                                .number("gpt-oss.attention.head_count", 64)
                                .number("gpt-oss.attention.head_count_kv", 8)
                                .number("gpt-oss.attention.key_length", 64)
                                .number("gpt-oss.attention.value_length", 64)
                                .number("gpt-oss.attention.sliding_window", 128));
        MemoryEstimate estimate =
                MemoryEstimate.of(file, LoadSettings.DEFAULT.withContext(65_536, 2));

        assertThat(estimate.layers().subList(0, 2))
                .containsExactly(new ByteSize(2 * 768 * 2048), new ByteSize(65_536 * 2048));
    }

    @Test
    void aStateIsThereOnceForEachSlot() throws Exception {
        GgufFile file =
                read(
                        GgufWriter.model("mamba", 1)
                                .number("mamba.embedding_length", 64)
                                .number("mamba.ssm.conv_kernel", 4)
                                .number("mamba.ssm.inner_size", 128)
                                .number("mamba.ssm.state_size", 16)
                                .tensor("blk.0.ssm_in.weight", 64));
        MemoryEstimate estimate =
                MemoryEstimate.of(file, LoadSettings.DEFAULT.withContext(4096, 3));

        assertThat(estimate.layers().getFirst())
                .isEqualTo(new ByteSize(128 + 3 * 4 * (3 * 128 + 16 * 128)));
    }

    @ParameterizedTest
    @CsvSource({"100352, 4096, 4096, 204", "100352, 131072, 4096, 416", "151936, 4096, 1024, 302"})
    void computeBuffersAreSomewhatAboveThoseThatWereSeen(
            int vocabulary, int context, int embedding, long seen) throws Exception {
        GgufFile file =
                read(
                        GgufWriter.model("llama", 1)
                                .number("llama.embedding_length", embedding)
                                .number("llama.vocab_size", vocabulary));
        MemoryEstimate estimate =
                MemoryEstimate.of(file, LoadSettings.DEFAULT.withContext(context, 1));

        assertThat(estimate.perGpu())
                .isBetween(
                        CUDA.plus(ByteSize.ofMebibytes(seen)),
                        CUDA.plus(ByteSize.ofMebibytes(seen * 5 / 4)));
    }

    @Test
    void layersGoToGpusFromTheEndAndTheOutputFirst() throws Exception {
        GgufFile file =
                read(
                        GgufWriter.model("llama", 2)
                                .tensor("token_embd.weight", 64, 100)
                                .tensor("blk.0.ffn_up.weight", 64, 1000)
                                .tensor("blk.1.ffn_up.weight", 64, 2000)
                                .tensor("output.weight", 64, 400));
        MemoryEstimate estimate = MemoryEstimate.of(file, LoadSettings.DEFAULT);
        ByteSize first = new ByteSize(128_000);
        ByteSize second = new ByteSize(256_000);
        ByteSize output = new ByteSize(51_200);
        ByteSize host = estimate.ram();
        ByteSize gpu = estimate.perGpu();

        assertThat(estimate.layers()).containsExactly(first, second, output);
        assertThat(host).isGreaterThan(file.outside().input());
        assertThat(estimate.footprint(0, 1))
                .isEqualTo(
                        Footprint.ofRam(
                                host.plus(first)
                                        .plus(second)
                                        .plus(output)
                                        .plus(estimate.ramCompute())));
        assertThat(estimate.footprint(1, 1))
                .isEqualTo(
                        new Footprint(
                                host.plus(first).plus(second).plus(estimate.ramCompute()),
                                gpu.plus(output)));
        assertThat(estimate.footprint(2, 1).vram()).isEqualTo(gpu.plus(output).plus(second));
        assertThat(estimate.footprint(99, 2))
                .isEqualTo(
                        new Footprint(host, gpu.plus(gpu).plus(output).plus(second).plus(first)));
    }

    @Test
    void sharedWeightsStandTwiceOnceTheOutputIsOnAGpu() throws Exception {
        GgufFile file = read(GgufWriter.model("gemma3", 1).tensor("token_embd.weight", 64, 1000));
        MemoryEstimate estimate = MemoryEstimate.of(file, LoadSettings.DEFAULT);

        assertThat(estimate.footprint(1, 1).vram())
                .isEqualTo(estimate.perGpu().plus(new ByteSize(128_000)));
        assertThat(estimate.footprint(0, 1).ram())
                .isEqualTo(estimate.ram().plus(estimate.ramCompute()));
    }

    @Test
    void aProjectorGoesWhereTheOutputGoes() throws Exception {
        ByteSize projector = ByteSize.ofMebibytes(600);
        GgufFile file = read(GgufWriter.model("llama", 1));
        LoadSettings with = LoadSettings.DEFAULT.withProjector(projector);
        MemoryEstimate estimate = MemoryEstimate.of(file, with);
        MemoryEstimate without = MemoryEstimate.of(file, LoadSettings.DEFAULT);

        assertThat(estimate.footprint(0, 1))
                .isEqualTo(without.footprint(0, 1).plus(Footprint.ofRam(projector)));
        assertThat(estimate.footprint(2, 1))
                .isEqualTo(without.footprint(2, 1).plus(new Footprint(ByteSize.ZERO, projector)));
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> LoadSettings.DEFAULT.withContext(4096, 0))
                .hasMessage("slots: 0 (expected: 1 to 256)");
    }

    private static ByteSize cache(GgufFile file, LoadSettings settings) {
        return MemoryEstimate.of(file, settings).layers().stream()
                .reduce(ByteSize.ZERO, ByteSize::plus);
    }

    /** Returns a model of the shape of Qwen3 4B, without weights. */
    private GgufFile qwen() throws IOException, GgufException {
        return read(
                GgufWriter.model("qwen3", 36)
                        .number("qwen3.context_length", 40_960)
                        .number("qwen3.embedding_length", 2560)
                        .number("qwen3.attention.head_count", 32)
                        .number("qwen3.attention.head_count_kv", 8)
                        .number("qwen3.attention.key_length", 128)
                        .number("qwen3.attention.value_length", 128));
    }

    private GgufFile read(GgufWriter writer) throws IOException, GgufException {
        return GgufFile.read(writer.write(Files.createTempFile(folder, "", ".gguf")));
    }
}
