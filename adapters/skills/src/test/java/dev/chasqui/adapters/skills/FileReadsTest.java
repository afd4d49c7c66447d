package dev.chasqui.adapters.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/** Reads of files that somebody may replace by a pipe. */
@Timeout(60)
class FileReadsTest {
    @TempDir private Path temp;

    /** Nothing ever opens the pipe's other end, until the test does. */
    @Test
    void aPipeBlocksNeitherItsReaderNorLaterReads() throws Exception {
        Path pipe = pipe();
        Path file = Files.writeString(temp.resolve("file.md"), "text");
        FileReads reads = new FileReads(Duration.ofMillis(300), 2);

        assertThatThrownBy(() -> reads.read(() -> Files.readAllBytes(pipe)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("longer than 300 ms");
        assertThat(reads.read(() -> Files.readAllBytes(file)))
                .isEqualTo("text".getBytes(StandardCharsets.UTF_8));

        // The threads that are left behind have a bound.
        assertThatThrownBy(() -> reads.read(() -> Files.readAllBytes(pipe)))
                .hasMessageContaining("longer than");
        assertThatThrownBy(() -> reads.read(() -> Files.readAllBytes(file)))
                .hasMessageContaining("too many reads");

        // A writer ends both reads, and their places come back.
        Files.writeString(pipe, "");
        while (!canRead(reads, file)) {
            // A read waits for a place by itself.
        }
    }

    @Test
    void aFailureOfTheReadIsThatOfTheCaller() {
        FileReads reads = new FileReads(Duration.ofSeconds(30), 1);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> reads.read(() -> Files.readAllBytes(temp.resolve("none"))))
                    .isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void anInterruptEndsTheWaitAndStays() {
        FileReads reads = new FileReads(Duration.ofSeconds(30), 1);

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> reads.read(() -> new byte[1])).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    private static boolean canRead(FileReads reads, Path file) {
        try {
            return reads.read(() -> Files.readAllBytes(file)).length > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Path pipe() throws IOException, InterruptedException {
        Path pipe = temp.resolve("pipe");
        int code;
        try {
            code = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        } catch (IOException e) {
            code = -1;
        }
        assumeThat(code).as("mkfifo is there").isZero();
        return pipe;
    }
}
