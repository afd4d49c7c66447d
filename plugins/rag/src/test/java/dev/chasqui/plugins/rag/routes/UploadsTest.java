package dev.chasqui.plugins.rag.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.reading.FileBytes;
import dev.chasqui.plugins.rag.store.Disk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
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
            FileBytes first = batch.store("first", file(MIB - 10));
            FileBytes second = batch.store("second", file(10));
            FileBytes third = batch.store("third", file(3 * MIB));

            assertThat(first).isInstanceOf(FileBytes.InMemory.class);
            assertThat(second).isInstanceOf(FileBytes.InMemory.class);
            assertThat(third).isInstanceOf(FileBytes.OnDisk.class);
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
            assertThatThrownBy(() -> batch.store("large.txt", file(64 * MIB + 1)))
                    .hasMessage("large.txt: is too large (expected: at most 64 MiB); split it")
                    .extracting(e -> ((FailureException) e).failure())
                    .isInstanceOf(Failure.TooLarge.class);
        }
        assertThat(data.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void aFullDiskIsReportedForAFileAndLeavesNothing() {
        Disk full =
                new Disk() {
                    @Override
                    public OutputStream file(Path file) throws IOException {
                        return new FilterOutputStream(super.file(file)) {
                            @Override
                            public void write(byte[] bytes, int from, int length)
                                    throws IOException {
                                throw new FileSystemException(
                                        "upload-1", null, "No space left on device");
                            }
                        };
                    }
                };
        try (Uploads.Batch batch = Uploads.open(data, full).batch()) {
            assertThatThrownBy(() -> batch.store("large.txt", file(2 * MIB)))
                    .extracting(e -> ((FailureException) e).failure())
                    .isInstanceOf(Failure.DiskFull.class)
                    .extracting(Failure::message)
                    .asString()
                    .contains("'large.txt'", "disk is full")
                    .doesNotContain("upload-1");
        }
        assertThat(data.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void filesOfAnotherInstanceOfThisProcessStay() throws IOException {
        try (Uploads.Batch batch = Uploads.open(data).batch()) {
            FileBytes large = batch.store("large", file(2 * MIB));

            Uploads.open(data);

            try (InputStream back = large.open()) {
                assertThat(back).hasSameContentAs(file(2 * MIB));
            }
        }
        assertThat(data.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void remainsOfACrashAreDeleted() throws IOException {
        Path left = Files.createDirectories(data.resolve("uploads")).resolve("upload-1");
        Files.writeString(left, "half of a file");

        Uploads.open(data);

        assertThat(left).doesNotExist();
    }
}
