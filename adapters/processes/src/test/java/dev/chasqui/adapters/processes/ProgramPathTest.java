package dev.chasqui.adapters.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

class ProgramPathTest {
    @TempDir private Path folder;

    @Test
    void aNameIsLookedForOnThePathAndAPathIsNot() throws Exception {
        assertThat(ProgramPath.has("sh")).isTrue();
        assertThat(ProgramPath.has("no-such-program")).isFalse();
        assertThat(ProgramPath.has("./sh")).isFalse();

        Path program = Files.createFile(folder.resolve("program"));
        assertThat(ProgramPath.has(program.toString())).isFalse();
        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(ProgramPath.has(program.toString())).isTrue();
    }
}
