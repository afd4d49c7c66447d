package dev.chasqui.adapters.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class RotatingFileTest {
    @TempDir Path folder;

    @Test
    void aFullFileIsPutAsideAndTheOldestIsDeleted() throws IOException {
        Path path = folder.resolve("a.log");
        write(new LogFile(path, 8, 3), "one\n", "two\n", "three\n", "four\n", "five\n", "six\n");

        assertThat(path).hasContent("six\n");
        assertThat(folder.resolve("a.log.1")).hasContent("five\n");
        assertThat(folder.resolve("a.log.2")).hasContent("four\n");
        assertThat(folder.resolve("a.log.3")).doesNotExist();
    }

    @Test
    void aLineLongerThanAFileIsNotParted() throws IOException {
        Path path = folder.resolve("a.log");
        write(new LogFile(path, 8, 2), "one\n", "a line that is long\n", "two\n");

        assertThat(path).hasContent("two\n");
        assertThat(folder.resolve("a.log.1")).hasContent("a line that is long\n");
    }

    @Test
    void aSingleFileBeginsAnew() throws IOException {
        Path path = folder.resolve("a.log");
        write(new LogFile(path, 8, 1), "one\n", "two\n", "three\n");

        assertThat(path).hasContent("three\n");
        assertThat(folder).isDirectoryNotContaining("glob:**.1");
    }

    @Test
    void aFileThatIsThereGoesOn() throws IOException {
        Path path = Files.writeString(folder.resolve("a.log"), "one\n");
        write(new LogFile(path, 8, 2), "two\n", "three\n");

        assertThat(path).hasContent("three\n");
        assertThat(folder.resolve("a.log.1")).hasContent("one\ntwo\n");
    }

    @Test
    void aFileWhoseFolderCannotBeMadeIsRefused() throws IOException {
        Path notAFolder = Files.createFile(folder.resolve("file"));
        LogFile file = new LogFile(notAFolder.resolve("a.log"), 8, 2);

        assertThatThrownBy(() -> new RotatingFile(file)).isInstanceOf(IOException.class);
    }

    @Test
    void aFileHasRoomForSomething() {
        assertThatThrownBy(() -> new LogFile(folder, 0, 1))
                .hasMessage("maxBytes: 0 (expected: at least 1)");
        assertThatThrownBy(() -> new LogFile(folder, 1, 0))
                .hasMessage("maxFiles: 0 (expected: at least 1)");
    }

    private static void write(LogFile file, String... lines) throws IOException {
        try (RotatingFile out = new RotatingFile(file)) {
            for (String line : lines) {
                out.write(line.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
