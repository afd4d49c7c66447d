package dev.chasqui.adapters.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.size.ByteSize;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class GgufShardsTest {
    private static final String FIRST = "big-00001-of-00003.gguf";
    private static final String SECOND = "big-00002-of-00003.gguf";

    @TempDir private Path folder;

    @BeforeEach
    void writeShards() throws IOException {
        GgufWriter.model("llama", 2)
                .shorter("split.no", 0)
                .shorter("split.count", 3)
                .tensor("token_embd.weight", 64, 4)
                .write(folder.resolve(FIRST));
        shard(2).tensor("blk.0.attn_k.weight", 64).write(folder.resolve(SECOND));
        shard(3).tensor("blk.1.attn_k.weight", 128)
                .write(folder.resolve("big-00003-of-00003.gguf"));
    }

    private static GgufWriter shard(int number) {
        return new GgufWriter().shorter("split.no", number - 1).shorter("split.count", 3);
    }

    @Test
    void allAreFoundBesideTheFirst() throws Exception {
        GgufFile file = GgufFile.read(folder.resolve(FIRST));

        assertThat(file.files()).hasSize(3);
        assertThat(file.layers())
                .extracting(Layer::weights)
                .containsExactly(new ByteSize(128), new ByteSize(256));
        assertThat(file.weights()).isEqualTo(new ByteSize(512 + 128 + 256));
    }

    @Test
    void aMissingOneIsNamed() throws Exception {
        Files.delete(folder.resolve(SECOND));

        refused(FIRST, SECOND + ": it is missing");
    }

    @Test
    void aDamagedOneIsNamed() throws Exception {
        Files.writeString(folder.resolve(SECOND), "<html>404</html>");

        refused(FIRST, SECOND + ": format: it is another");
    }

    @Test
    void theFirstIsTheOneToName() {
        refused(SECOND, SECOND + ": shard: 2 (expected: the first, " + FIRST + ")");
    }

    @Test
    void aNewNameForTheFirstHidesTheOthers() throws Exception {
        Files.copy(folder.resolve(FIRST), folder.resolve("big.gguf"));

        refused("big.gguf", "split.count: 3 (expected: 1, as its file name says)");
    }

    @Test
    void moreThanAnybodyMakesAreNotLookedFor() throws Exception {
        Files.copy(folder.resolve(FIRST), folder.resolve("big-00001-of-99999.gguf"));

        refused("big-00001-of-99999.gguf", "shards: 99999 (expected: 1 to 1024)");
    }

    private void refused(String name, String why) {
        assertThatThrownBy(() -> GgufFile.read(folder.resolve(name)))
                .isInstanceOf(GgufException.class)
                .hasMessageContaining(why);
    }
}
