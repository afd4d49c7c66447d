package dev.chasqui.adapters.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

class ModelFolderTest {
    @TempDir private Path folder;

    @Test
    void modelsAreNamedByTheirFilesAndSorted() throws Exception {
        files("zeta-Q4_K_M.gguf", "alpha.GGUF", "notes.txt", ".hidden.gguf", "deep/er/beta.gguf");
        files("inner/gamma.gguf", ".cache/delta.gguf");

        assertThat(ModelFolder.list(folder))
                .extracting(FolderModel::name)
                .containsExactly("alpha", "gamma", "zeta-Q4_K_M");
    }

    @Test
    void shardsAreOneModel() throws Exception {
        files("big-00001-of-00002.gguf", "big-00002-of-00002.gguf", "lost-00002-of-00002.gguf");

        assertThat(ModelFolder.list(folder))
                .extracting(FolderModel::name, FolderModel::file)
                .containsExactly(tuple("big", folder.resolve("big-00001-of-00002.gguf")));
    }

    @Test
    void aNameThatIsTakenGetsItsFolderInFront() throws Exception {
        files("tiny.gguf", "a/tiny.gguf", "b/tiny.gguf");

        assertThat(ModelFolder.list(folder))
                .extracting(FolderModel::name)
                .containsExactly("a/tiny", "b/tiny", "tiny");
    }

    @Test
    void aProjectorBelongsToTheModelThatIsAloneWithIt() throws Exception {
        files("text.gguf", "eyes/seeing.gguf", "eyes/mmproj-model-f16.gguf");

        assertThat(ModelFolder.list(folder))
                .containsExactly(
                        new FolderModel(
                                "seeing",
                                folder.resolve("eyes/seeing.gguf"),
                                Optional.of(folder.resolve("eyes/mmproj-model-f16.gguf"))),
                        new FolderModel("text", folder.resolve("text.gguf"), Optional.empty()));
    }

    @Test
    void aProjectorBelongsToTheModelsWhoseNameItHas() throws Exception {
        files("Qwen2-VL-2B-Q4_K_M.gguf", "Qwen2-VL-7B-Q4_K_M.gguf", "text.gguf");
        files("mmproj-qwen2-vl-7b-F16.gguf", "mmproj-qwen2-vl-Q8_0.gguf", "mmproj-BF16.gguf");

        assertThat(ModelFolder.list(folder))
                .extracting(model -> model.projector().map(path -> "" + path.getFileName()))
                .containsExactly(
                        Optional.of("mmproj-qwen2-vl-Q8_0.gguf"),
                        Optional.of("mmproj-qwen2-vl-7b-F16.gguf"),
                        Optional.empty());
    }

    @Test
    void aProjectorAloneIsNoModel() throws Exception {
        files("mmproj-F16.gguf");

        assertThat(ModelFolder.list(folder)).isEmpty();
    }

    @Test
    void aFolderThatIsMissingSaysSo() {
        assertThatThrownBy(() -> ModelFolder.list(folder.resolve("none")))
                .isInstanceOf(GgufException.class)
                .hasMessageContaining("none: the folder cannot be read");
    }

    @Test
    void aFolderWithoutEndIsRefused() throws Exception {
        for (int i = 0; i <= 10_000; i++) {
            Files.createFile(folder.resolve(i + ".txt"));
        }

        assertThatThrownBy(() -> ModelFolder.list(folder)).hasMessageContaining("at most 10000");
    }

    private void files(String... names) throws IOException {
        for (String name : names) {
            Path file = folder.resolve(name);
            Path parent = file.resolveSibling("");
            Files.createDirectories(parent);
            Files.createFile(file);
        }
    }
}
