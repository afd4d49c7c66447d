package dev.chasqui.adapters.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

@Timeout(60)
class GgufDetailsTest {
    private static final int FLOAT = 6;

    @TempDir private Path folder;

    @Test
    void aRealModelTellsAllThatItsHeaderSays() throws Exception {
        GgufDetails details = GgufDetails.read(RealFiles.copy("own-scripted.gguf", folder));

        assertThat(details.metadata().text("general.architecture")).contains("llama");
        assertThat(details.metadata().get("llama.context_length")).contains(Json.of(8192));
        assertThat(details.metadata().get("tokenizer.ggml.add_bos_token")).contains(Json.of(true));
        assertThat(items(details, "tokenizer.ggml.tokens")).isEqualTo(335);
        assertThat(items(details, "tokenizer.ggml.scores")).isEqualTo(335);
        assertThat(details.tensors().items().getFirst().toString())
                .startsWith("{\"name\":\"")
                .contains("\"type\":\"F", "\"shape\":[128");
    }

    private static int items(GgufDetails details, String list) {
        return ((Json.Arr) details.metadata().get(list).orElseThrow()).items().size();
    }

    @Test
    void everyKindOfValueIsJson() throws Exception {
        Path file =
                GgufWriter.model("llama", 1)
                        .text("a.text", "Ü\n\"")
                        .text("a.long", "x".repeat(70_000))
                        .shorter("a.short", 7)
                        .flag("a.flag", true)
                        .numbers("a.numbers", 1, 2)
                        .pair("a.float", FLOAT, number(0.5f))
                        .pair("a.nan", FLOAT, number(Float.NaN))
                        .rawTensor("t", 4_000, 0, 3, 5)
                        .write(folder.resolve("m.gguf"));

        GgufDetails details = GgufDetails.read(file);

        assertThat(details.metadata().toString())
                .isEqualTo(
                        "{\"general.architecture\":\"llama\",\"llama.block_count\":1,"
                                + "\"a.text\":\"Ü\\n\\\"\",\"a.long\":null,\"a.short\":7,"
                                + "\"a.flag\":true,\"a.numbers\":[1,2],\"a.float\":0.5,"
                                + "\"a.nan\":null}");
        assertThat(details.tensors().toString())
                .isEqualTo("[{\"name\":\"t\",\"type\":\"unknown\",\"shape\":[3,5]}]");
    }

    private static byte[] number(float value) {
        return ByteBuffer.allocate(Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array();
    }

    @Test
    void aHugeListIsKeptAsFarAsTheBoundAllows() throws Exception {
        int count = 3_000_000;
        Path file =
                GgufWriter.model("llama", 1)
                        .texts("a.texts", count)
                        .number("a.after", 1)
                        .write(folder.resolve("m.gguf"));

        GgufDetails details = GgufDetails.read(file);

        assertThat(items(details, "a.texts")).isBetween(1_000_000, count - 1);
        assertThat(details.metadata().get("a.after")).contains(Json.of(1));
    }

    @Test
    void aDamagedFileIsRefused() throws Exception {
        byte[] header = GgufWriter.model("llama", 1).numbers("a.list", 1, 2, 3).header();
        for (int length = 0; length < header.length; length++) {
            ByteArrayOutputStream cut = new ByteArrayOutputStream();
            cut.write(header, 0, length);
            Path file = Files.write(folder.resolve("cut.gguf"), cut.toByteArray());
            assertThatExceptionOfType(GgufException.class).isThrownBy(() -> GgufDetails.read(file));
        }
        Path odd =
                GgufWriter.model("llama", 1)
                        .pair("a.odd", 77, new byte[8])
                        .write(folder.resolve("odd.gguf"));
        assertThatExceptionOfType(GgufException.class)
                .isThrownBy(() -> GgufDetails.read(odd))
                .withMessageContaining("type of a value: 77");
    }
}
