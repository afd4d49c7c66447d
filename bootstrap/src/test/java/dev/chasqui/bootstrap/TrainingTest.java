package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

class TrainingTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void aWholeServerAnswersEveryQuestionAndEnds() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        int exitCode = Training.run(folder, 1, new PrintStream(said, true, StandardCharsets.UTF_8));

        assertThat(exitCode).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("backend   one: 1 model", "backend   two: 1 model", "listening http://");
        assertThat(folder).isDirectoryContaining("glob:**/data");
    }
}
