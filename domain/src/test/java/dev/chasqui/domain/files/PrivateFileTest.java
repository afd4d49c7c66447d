package dev.chasqui.domain.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class PrivateFileTest {
    @TempDir private Path folder;

    private static PrivateFile.Content<RuntimeException> text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertPrivate(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void onlyTheOwnerMayReadTheFileWhileItIsWrittenAndAfterwards() throws IOException {
        Path file = folder.resolve("key");

        long size =
                PrivateFile.write(
                        file,
                        out -> {
                            out.write('x');
                            assertThat(file).doesNotExist();
                            assertPrivate(folder.resolve("key.part"));
                        });

        assertThat(size).isEqualTo(1);
        assertThat(file).hasContent("x");
        assertPrivate(file);
        assertThat(folder.resolve("key.part")).doesNotExist();
    }

    @Test
    void aFileThatIsThereIsReplacedAlsoIfAnUnfinishedOneWasLeft() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "a longer text than the new one");
        Files.writeString(folder.resolve("key.part"), "left");

        PrivateFile.write(file, text("new"));

        assertThat(file).hasContent("new");
        assertPrivate(file);
    }

    @Test
    void afterAFailureTheFileIsAsItWas() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "old");

        assertThatThrownBy(
                        () ->
                                PrivateFile.write(
                                        file,
                                        out -> {
                                            out.write('x');
                                            throw new InterruptedException("left");
                                        }))
                .isInstanceOf(InterruptedException.class);

        assertThat(file).hasContent("old");
        assertThat(folder.resolve("key.part")).doesNotExist();
    }

    @Test
    void aFolderThatIsNotThereIsToldSo() {
        assertThatThrownBy(() -> PrivateFile.write(folder.resolve("no/key"), text("x")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
