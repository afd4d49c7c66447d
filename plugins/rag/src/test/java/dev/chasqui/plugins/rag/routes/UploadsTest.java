package dev.chasqui.plugins.rag.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.reading.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

class UploadsTest {
    private static final int MIB = 1 << 20;

    @TempDir private Path data;

    private static InputStream file(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'a');
        return new ByteArrayInputStream(bytes);
    }

    @Test
    void aFormStaysInMemoryUpToOneMebibyteAndTheRestGoesToDisk() throws IOException {
        try (Uploads.Batch batch = Uploads.open(data).batch()) {
            Source first = batch.take("first", file(MIB - 10));
            Source second = batch.take("second", file(10));
            Source third = batch.take("third", file(3 * MIB));

            assertThat(first).isInstanceOf(Source.InMemory.class);
            assertThat(second).isInstanceOf(Source.InMemory.class);
            assertThat(third).isInstanceOf(Source.OnDisk.class);
            assertThat(third.length()).isEqualTo(3 * MIB);
            try (InputStream back = third.open()) {
                assertThat(back).hasSameContentAs(file(3 * MIB));
            }
            assertThat(data.resolve("uploads")).isDirectoryContaining("glob:**/upload-*");
        }
        assertThat(data.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void aFileThatIsTooLargeIsNamedAndLeavesNothing() {
        try (Uploads.Batch batch = Uploads.open(data).batch()) {
            assertThatThrownBy(() -> batch.take("large.txt", file(64 * MIB + 1)))
                    .hasMessage("large.txt: is too large (expected: at most 64 MiB); split it")
                    .extracting(e -> ((FailureException) e).failure())
                    .isInstanceOf(Failure.TooLarge.class);
        }
        assertThat(data.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void whatACrashLeftIsSwept() throws IOException {
        Path left = Files.createDirectories(data.resolve("uploads")).resolve("upload-1");
        Files.writeString(left, "half of a file");

        Uploads.open(data);

        assertThat(left).doesNotExist();
    }
}
