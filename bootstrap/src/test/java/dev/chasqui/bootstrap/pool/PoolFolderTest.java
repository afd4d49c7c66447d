package dev.chasqui.bootstrap.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.config.PoolModelConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Names of files become names of models only if they are valid in a config. */
@DisabledOnOs(OS.WINDOWS)
class PoolFolderTest {
    @TempDir private Path folder;

    @Test
    void aFileWhoseNameIsNoneOfAModelIsPassedOver() throws Exception {
        String odd = "new\nline\u001b[31m";
        String longest = "x".repeat(200);
        for (String name : List.of("good", "a,b", "--help", odd, longest)) {
            Files.createFile(folder.resolve(name + ".gguf"));
        }

        PoolFolder found = PoolFolder.of(folder);

        assertThat(found.models()).containsOnlyKeys("good");
        assertThat(found.passedOver()).containsExactlyInAnyOrder("a,b", "--help", odd, longest);
        assertThat(found.notice().orElseThrow())
                .contains(
                        "'a,b'", "'--help'", "'new\\u000aline\\u001b[31m'", "xxx…'", "(expected: ")
                .doesNotContain("\n", "\u001b")
                .hasSizeLessThan(500);
    }

    @Test
    void aNameThatMeansTheSameModelIsPassedOver() throws Exception {
        Files.createFile(folder.resolve("m.gguf"));
        Files.createFile(folder.resolve("m:latest.gguf"));

        PoolFolder found = PoolFolder.of(folder);

        assertThat(found.models()).containsOnlyKeys("m");
        assertThat(found.passedOver()).containsExactly("m:latest");
    }

    @Test
    void aFolderThatIsInOrderGivesNoNotice() throws Exception {
        Path file = Files.createFile(folder.resolve("good.gguf"));
        Path projector = Files.createFile(folder.resolve("mmproj-good-f16.gguf"));

        PoolFolder found = PoolFolder.of(folder);

        assertThat(found.notice()).isEmpty();
        assertThat(found.models())
                .containsEntry(
                        "good",
                        PoolModelConfig.of(Optional.of(file), Optional.empty())
                                .withArgs(List.of("--mmproj", projector.toString())));
    }
}
