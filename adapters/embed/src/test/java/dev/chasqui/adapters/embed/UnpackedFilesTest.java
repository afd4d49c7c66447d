package dev.chasqui.adapters.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

class UnpackedFilesTest {
    private static final PackedFile SMALL = PackedFile.named(PackedFile.VOCABULARY);

    @TempDir private Path folder;
    private UnpackedFiles files;

    @BeforeEach
    void makeFiles() {
        files = new UnpackedFiles(folder.resolve("new"));
    }

    static List<PackedFile> everyFile() {
        return PackedFile.all();
    }

    @ParameterizedTest
    @MethodSource("everyFile")
    void theTableSaysWhatTheJarsHold(PackedFile file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        long size = 0;
        try (InputStream in = file.open()) {
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                size += count;
            }
        }

        assertThat(HexFormat.of().formatHex(digest.digest()) + " " + size + " " + file.name())
                .isEqualTo(file.sha256() + " " + file.size() + " " + file.name());
    }

    @Test
    void aFileIsUnpackedOnceAndNothingElseIsLeft() throws IOException {
        Path file = files.file(SMALL);
        assertThat(file).hasSize(SMALL.size()).isAbsolute();
        FileTime old = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(file, old);

        assertThat(files.file(SMALL)).isEqualTo(file);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(old);
        assertThat(inFolder()).containsExactly(SMALL.name());
    }

    @Test
    void oneThatIsHalfWrittenOrChangedIsWrittenAnew() throws IOException {
        Path file = files.file(SMALL);
        byte[] whole = Files.readAllBytes(file);

        Files.writeString(file, "[PAD]\n");
        assertThat(files.file(SMALL)).hasBinaryContent(whole);

        byte[] changed = whole.clone();
        changed[changed.length / 2] ^= 1;
        Files.write(file, changed);
        assertThat(files.file(SMALL)).hasBinaryContent(whole);
    }

    @Test
    void whatAKilledProcessLeftIsInNobodysWay() throws IOException {
        Files.createDirectories(folder.resolve("new"));
        Files.writeString(folder.resolve("new").resolve(SMALL.name() + ".unfinished"), "[PA");

        assertThat(files.file(SMALL)).hasSize(SMALL.size());
        assertThat(inFolder()).containsExactly(SMALL.name());
    }

    @Test
    void whatIsAnotherOneInItsJarIsNotTaken() throws IOException {
        PackedFile other = new PackedFile("0".repeat(64), SMALL.size(), SMALL.name());

        assertThatIOException()
                .isThrownBy(() -> files.file(other))
                .withMessageContaining("another");
        assertThat(inFolder()).isEmpty();
    }

    @Test
    void nativeLibrariesLieInTheFolderOfTheirPlatform() throws IOException {
        List<PackedFile> natives = PackedFile.natives("linux-aarch64");

        Path place = files.folder(natives);

        assertThat(place).isEqualTo(folder.resolve("new").resolve("linux-aarch64"));
        assertThat(place.resolve("libonnxruntime.so")).exists();
        assertThat(place.resolve("libonnxruntime4j_jni.so")).exists();
    }

    @Test
    void aFolderThatCannotBeMadeIsAFailure() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "", StandardCharsets.UTF_8);

        assertThatIOException().isThrownBy(() -> new UnpackedFiles(file).file(SMALL));
    }

    private List<String> inFolder() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("new"))) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }
}
