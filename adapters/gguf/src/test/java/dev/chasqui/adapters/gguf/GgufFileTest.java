package dev.chasqui.adapters.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.size.ByteSize;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class GgufFileTest {
    @TempDir private Path folder;

    @Test
    void aRealModelTellsWhatItIs() throws Exception {
        Path path = RealFiles.copy("own-scripted.gguf", folder);

        GgufFile file = GgufFile.read(path);

        assertThat(file.architecture()).isEqualTo("llama");
        assertThat(file.quantisation()).isEqualTo("F16");
        assertThat(file.contextLength()).isEqualTo(8192);
        assertThat(file.embeddingLength()).isEqualTo(128);
        assertThat(file.vocabulary()).isEqualTo(335);
        assertThat(file.blockCount()).isEqualTo(1);
        assertThat(file.parameters())
                .isEqualTo(2 * 128 * 335 + 3 * 128 + 4 * 128 * 128 + 3 * 128 * 32);
        assertThat(file.outside())
                .isEqualTo(
                        new GgufFile.Outside(
                                new ByteSize(2 * 128 * 335),
                                new ByteSize(2 * 128 * 335 + 4 * 128),
                                ByteSize.ZERO));
        assertThat(file.layers())
                .containsExactly(
                        new Layer(
                                new ByteSize(4 * 2 * 128 + 2 * (4 * 128 * 128 + 3 * 128 * 32)),
                                false,
                                128,
                                128,
                                ByteSize.ZERO));
        assertThat(file.weights().bytes()).isEqualTo(339_680 - 10_976);
        assertThat(file.files())
                .containsExactly(new GgufFile.Part(path, new ByteSize(Files.size(path))));
    }

    @Test
    void anEmbedderKeepsNoCache() throws Exception {
        GgufFile file = GgufFile.read(RealFiles.copy("own-embed.gguf", folder));

        assertThat(file.architecture()).isEqualTo("bert");
        assertThat(file.blockCount()).isEqualTo(2);
        assertThat(file.layers())
                .allSatisfy(
                        layer -> {
                            assertThat(layer.cachedKeys()).isZero();
                            assertThat(layer.cachedValues()).isZero();
                        });
    }

    @Test
    void aModelTellsWhatItWasMadeFor() throws Exception {
        GgufFile chat = GgufFile.read(RealFiles.copy("own-scripted.gguf", folder));
        GgufFile embedder = GgufFile.read(RealFiles.copy("own-embed.gguf", folder));

        assertThat(chat.purpose()).isEqualTo(GgufFile.Purpose.COMPLETION);
        assertThat(chat.chatTemplate()).contains("{%- if tools %}", "reasoning_content");
        assertThat(embedder.purpose()).isEqualTo(GgufFile.Purpose.EMBEDDING);
        assertThat(embedder.chatTemplate()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "qwen3.pooling_type, 3, EMBEDDING",
        "qwen3.pooling_type, 4, RERANKING",
        "qwen3.attention.causal, 0, EMBEDDING",
        "qwen3.attention.causal, 1, COMPLETION",
        "bert.pooling_type, 1, COMPLETION",
    })
    void whatItWasMadeForIsToldByHowItPools(String key, int value, GgufFile.Purpose purpose)
            throws Exception {
        assertThat(read(GgufWriter.model("qwen3", 1).number(key, value)).purpose())
                .isEqualTo(purpose);
    }

    @Test
    void aPoolingThatIsLeftOpenIsNone() throws Exception {
        int signed = 5;
        GgufWriter writer =
                GgufWriter.model("qwen3", 1)
                        .pair("qwen3.pooling_type", signed, GgufWriter.little(Integer.BYTES, -1));

        assertThat(read(writer).purpose()).isEqualTo(GgufFile.Purpose.COMPLETION);
    }

    @Test
    void theTemplateOfAChatMayBeLongAndMayHaveOneForToolsBesideIt() throws Exception {
        String longest = "x".repeat(64 << 10);
        GgufWriter writer =
                GgufWriter.model("llama", 1)
                        .text("tokenizer.chat_template", longest)
                        .text("tokenizer.chat_template.tool_use", "tools");
        GgufWriter longer =
                GgufWriter.model("llama", 1).text("tokenizer.chat_template", longest + "x");

        assertThat(read(writer).chatTemplate()).isEqualTo(longest + "tools");
        assertThat(read(longer).chatTemplate()).isEmpty();
    }

    @Test
    void theOlderVersionIsReadToo() throws Exception {
        assertThat(read(GgufWriter.model("llama", 1).version(2)).architecture()).isEqualTo("llama");
    }

    @Test
    void headsMayDifferFromLayerToLayer() throws Exception {
        GgufFile file =
                read(
                        GgufWriter.model("deci", 3)
                                .number("deci.embedding_length", 512)
                                .numbers("deci.attention.head_count", 8, 0, 4)
                                .numbers("deci.attention.head_count_kv", 2, 0, 1)
                                .number("deci.attention.key_length", 64)
                                .number("deci.attention.value_length", 32));

        assertThat(file.layers()).extracting(Layer::cachedKeys).containsExactly(128, 0, 64);
        assertThat(file.layers()).extracting(Layer::cachedValues).containsExactly(64, 0, 32);
    }

    @Test
    void aWindowIsOfTheLayersThatTheArchitectureSays() throws Exception {
        GgufFile file = read(attention("gemma3", 7).number("gemma3.attention.sliding_window", 64));

        assertThat(file.slidingWindow()).isEqualTo(64);
        assertThat(file.layers())
                .extracting(Layer::windowed)
                .containsExactly(true, true, true, true, true, false, true);
    }

    @Test
    void aWindowIsOfTheLayersThatTheFileSays() throws Exception {
        GgufFile file =
                read(
                        attention("gemma4", 2)
                                .number("gemma4.attention.sliding_window", 64)
                                .flags("gemma4.attention.sliding_window_pattern", true, false)
                                .number("gemma4.attention.key_length", 512)
                                .number("gemma4.attention.key_length_swa", 256));

        assertThat(file.layers()).extracting(Layer::windowed).containsExactly(true, false);
        assertThat(file.layers()).extracting(Layer::cachedKeys).containsExactly(4 * 256, 4 * 512);
    }

    @Test
    void aWindowOfWhichWeKnowNoLayersIsOfNone() throws Exception {
        GgufFile file = read(attention("phi3", 2).number("phi3.attention.sliding_window", 64));

        assertThat(file.layers()).extracting(Layer::windowed).containsExactly(false, false);
    }

    @Test
    void latentAttentionCachesOneRow() throws Exception {
        GgufFile file =
                read(
                        GgufWriter.model("deepseek2", 1)
                                .number("deepseek2.attention.head_count", 128)
                                .number("deepseek2.attention.head_count_kv", 1)
                                .number("deepseek2.attention.key_length", 576)
                                .number("deepseek2.attention.value_length", 512)
                                .number("deepseek2.attention.key_length_mla", 192)
                                .number("deepseek2.attention.value_length_mla", 128));

        assertThat(file.layers().getFirst().cachedKeys()).isEqualTo(576);
        assertThat(file.layers().getFirst().cachedValues()).isZero();
    }

    @Test
    void aRecurrentLayerKeepsAStateAndNoCache() throws Exception {
        GgufFile file =
                read(
                        attention("qwen3next", 2)
                                .number("qwen3next.ssm.conv_kernel", 4)
                                .number("qwen3next.ssm.inner_size", 4096)
                                .number("qwen3next.ssm.state_size", 128)
                                .number("qwen3next.ssm.group_count", 16)
                                .tensor("blk.0.ssm_out.weight", 32, 1)
                                .tensor("blk.0.attn_qkv.weight", 32, 1)
                                .tensor("blk.1.attn_k.weight", 32, 1));

        assertThat(file.layers().get(0).state())
                .isEqualTo(new ByteSize(4L * (3 * (4096 + 2 * 16 * 128) + 128 * 4096)));
        assertThat(file.layers().get(0).cachedKeys()).isZero();
        assertThat(file.layers().get(1).state()).isEqualTo(ByteSize.ZERO);
        assertThat(file.layers().get(1).cachedKeys()).isPositive();
    }

    @Test
    void lastLayersMayShareTheCacheOfEarlierOnes() throws Exception {
        GgufFile file =
                read(attention("gemma3n", 3).number("gemma3n.attention.shared_kv_layers", 1));

        assertThat(file.layers())
                .extracting(l -> l.cachedKeys() > 0)
                .containsExactly(true, true, false);
    }

    @Test
    void weightsWithoutAnOutputServeTwice() throws Exception {
        GgufFile file = read(attention("gemma3", 1).tensor("token_embd.weight", 64, 10));

        assertThat(file.outside().shared()).isEqualTo(new ByteSize(2 * 64 * 10));
    }

    @Test
    void theWidthOfExpertsIsRead() throws Exception {
        GgufFile file =
                read(
                        attention("qwen3moe", 1)
                                .number("qwen3moe.expert_count", 128)
                                .number("qwen3moe.expert_used_count", 8)
                                .number("qwen3moe.expert_feed_forward_length", 768)
                                .number("qwen3moe.feed_forward_length", 6000));

        assertThat(file.feedForwardLength()).isEqualTo(6144);
    }

    @ParameterizedTest
    @CsvSource({
        "0, F32",
        "7, Q8_0",
        "15, Q4_K_M",
        "18, Q6_K",
        "30, IQ4_XS",
        "32, BF16",
        "38, MXFP4_MOE",
        "1031, Q8_0",
        "33, unknown",
        "4711, unknown"
    })
    void aQuantisationHasItsUsualName(int type, String name) throws Exception {
        assertThat(read(attention("llama", 1).number("general.file_type", type)).quantisation())
                .isEqualTo(name);
    }

    @Test
    void aQuantisationThatNobodySaysIsThatOfMostBytes() throws Exception {
        GgufFile file =
                read(
                        attention("llama", 1)
                                .tensor("blk.0.ffn_norm.weight", TensorType.F32, 0, 64)
                                .tensor("blk.0.ffn_up.weight", TensorType.Q4_K, 12, 256, 64));

        assertThat(file.quantisation()).isEqualTo("Q4_K");
        assertThat(file.layers().getFirst().weights()).isEqualTo(new ByteSize(256 + 64 * 144));
    }

    @Test
    void aTypeFromTheFutureIsMeasuredByItsPlace() throws Exception {
        GgufFile file =
                read(
                        attention("llama", 1)
                                .tensor("blk.0.ffn_up.weight", TensorType.F16, 999, 64, 2)
                                .tensor("output.weight", TensorType.F32, 0, 64));

        assertThat(file.layers().getFirst().weights()).isEqualTo(new ByteSize(256));
        assertThat(file.outside().output()).isEqualTo(new ByteSize(256));
    }

    @Test
    void encodersAndDecodersHaveTheirLayersToo() throws Exception {
        GgufFile file =
                read(
                        attention("t5", 1)
                                .tensor("enc.blk.0.attn_k.weight", 64)
                                .tensor("dec.blk.0.attn_k.weight", 64));

        assertThat(file.layers()).extracting(Layer::weights).isEqualTo(List.of(new ByteSize(256)));
    }

    private static GgufWriter attention(String architecture, int layers) {
        return GgufWriter.model(architecture, layers)
                .number(architecture + ".embedding_length", 256)
                .number(architecture + ".attention.head_count", 4);
    }

    private GgufFile read(GgufWriter writer) throws IOException, GgufException {
        return GgufFile.read(writer.write(Files.createTempFile(folder, "", ".gguf")));
    }
}
