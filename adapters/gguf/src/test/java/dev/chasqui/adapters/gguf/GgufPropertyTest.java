package dev.chasqui.adapters.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Properties of the reader under random damage; a failure names the seed that reproduces it. */
@Timeout(120)
class GgufPropertyTest {
    private static final int ROUNDS = 8_000;

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"own-scripted.gguf", "own-embed.gguf"})
    void aFileThatIsCutOffAnywhereIsRefused(String name) throws Exception {
        Path file = RealFiles.copy(name, folder);
        long length = Files.size(file);
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            for (long end = length - 1; end >= 0; end -= end > 12_000 ? 997 : 1) {
                channel.truncate(end);
                try {
                    GgufFile.read(file);
                    fail(end + " bytes were enough");
                } catch (GgufException refused) {
                    assertThat(refused).hasMessageContaining("expected");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"own-scripted.gguf", "own-embed.gguf"})
    void aDamagedHeaderIsRefusedOrMakesSense(String name) throws Exception {
        byte[] bytes = Files.readAllBytes(RealFiles.copy(name, folder));
        damage(Arrays.copyOf(bytes, 11_000), bytes.length);
    }

    @Test
    void aDamagedHeaderWithAllThatWeReadIsRefusedOrMakesSense() throws Exception {
        GgufWriter writer =
                GgufWriter.model("gemma3", 3)
                        .number("gemma3.context_length", 4096)
                        .number("gemma3.embedding_length", 256)
                        .numbers("gemma3.feed_forward_length", 512, 256, 512)
                        .numbers("gemma3.attention.head_count", 4, 4, 2)
                        .numbers("gemma3.attention.head_count_kv", 2, 2, 1)
                        .number("gemma3.attention.key_length", 64)
                        .number("gemma3.attention.value_length", 64)
                        .number("gemma3.attention.sliding_window", 512)
                        .number("gemma3.attention.shared_kv_layers", 1)
                        .number("gemma3.ssm.conv_kernel", 4)
                        .number("gemma3.ssm.inner_size", 512)
                        .number("gemma3.ssm.state_size", 16)
                        .number("gemma3.expert_count", 8)
                        .number("general.file_type", 15)
                        .number("general.alignment", 32)
                        .shorter("split.count", 1)
                        .texts("tokenizer.ggml.tokens", 8)
                        .tensor("token_embd.weight", TensorType.Q6_K, 14, 256, 8)
                        .tensor("blk.0.attn_k.weight", TensorType.Q4_K, 12, 256, 4)
                        .tensor("blk.1.ssm_out.weight", TensorType.F32, 0, 64, 4)
                        .tensor("output_norm.weight", TensorType.F32, 0, 256);
        Path file = writer.write(folder.resolve("all.gguf"));
        assertThat(GgufFile.read(file).blockCount()).isEqualTo(3);
        damage(Arrays.copyOf(Files.readAllBytes(file), writer.header().length), Files.size(file));
    }

    private void damage(byte[] header, long length) throws IOException {
        Path file = folder.resolve("damaged.gguf");
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {0}), length - 1);
            for (int seed = 0; seed < ROUNDS; seed++) {
                byte[] damaged = damaged(header, new SplittableRandom(seed));
                channel.write(ByteBuffer.wrap(damaged), 0);
                try {
                    checkSense(GgufFile.read(file), length);
                } catch (GgufException refused) {
                    assertThat(refused).hasMessageContaining("expected");
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
        }
    }

    /** Changes some bytes, mostly to values at which numbers overflow. */
    private static byte[] damaged(byte[] header, SplittableRandom random) {
        byte[] damaged = header.clone();
        int times = 1 + random.nextInt(8);
        byte[] edges = {0, 1, -1, 127, -128};
        for (int i = 0; i < times; i++) {
            int place = random.nextInt(damaged.length);
            int run = random.nextInt(4) == 0 ? random.nextInt(1, 9) : 1;
            for (int j = place; j < Math.min(damaged.length, place + run); j++) {
                damaged[j] =
                        random.nextBoolean()
                                ? edges[random.nextInt(edges.length)]
                                : (byte) random.nextInt(256);
            }
        }
        return damaged;
    }

    private static void checkSense(GgufFile file, long length) {
        assertThat(file.weights().bytes()).isBetween(0L, length);
        assertThat(file.blockCount()).isBetween(0, Layers.MOST_LAYERS);
        assertThat(file.parameters()).isNotNegative();
        LoadSettings largest =
                new LoadSettings(
                        1 << 30, 256, CacheType.F32, CacheType.F32, 1 << 16, file.weights());
        for (LoadSettings settings : new LoadSettings[] {LoadSettings.DEFAULT, largest}) {
            MemoryEstimate estimate = MemoryEstimate.of(file, settings);
            assertThat(estimate.footprint(0, 1).ram()).isGreaterThan(file.weights());
            assertThat(estimate.footprint(Integer.MAX_VALUE, 64).vram().bytes()).isPositive();
        }
    }
}
