package dev.chasqui.plugins.rag.filestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.plugins.rag.reading.Upload;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;

class FileStoreTest {
    private static final FileLimits LIMITS = new FileLimits(new ByteSize(100), new ByteSize(60));
    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

    @TempDir private Path data;

    private FileStore open() {
        return openAt(NOW);
    }

    private FileStore openAt(Instant time) {
        return FileStore.open(data, LIMITS, Clock.fixed(time, ZoneOffset.UTC));
    }

    private static StoredFile create(FileStore store, String owner, String text) {
        return create(store, owner, text, Optional.empty());
    }

    private static StoredFile create(
            FileStore store, String owner, String text, Optional<Duration> lifetime) {
        return store.create(
                Optional.of(owner),
                new Upload(
                        "ñ/../a.txt",
                        Optional.of("text/plain"),
                        text.getBytes(StandardCharsets.UTF_8)),
                "assistants",
                lifetime);
    }

    private static String text(FileStore store, StoredFile file) throws IOException {
        return new String(store.bytes(file).head(1_000), StandardCharsets.UTF_8);
    }

    @Test
    void aFileIsTheSameAfterARestart() throws IOException {
        StoredFile file = create(open(), "ana", "Thirty days.", Optional.of(Duration.ofHours(2)));
        FileStore again = open();

        assertThat(again.find(file.id())).contains(file);
        assertThat(text(again, file)).isEqualTo("Thirty days.");
    }

    @Test
    void nothingIsWrittenBeforeTheFirstFile() {
        assertThat(open().all()).isEmpty();
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void ofAFileThatACrashCutNothingIsLeft() throws IOException {
        StoredFile file = create(open(), "ana", "Thirty days.");
        Path folder = data.resolve("files");
        Files.writeString(folder.resolve("file-cut.bytes"), "half");
        Files.writeString(folder.resolve("file-cut.bytes.part"), "half");
        Files.writeString(folder.resolve("file-lost.json"), "{\"name\":\"x\"}");
        Files.writeString(folder.resolve("file-odd.json"), "{\"na");
        FileStore again = open();

        assertThat(again.all()).containsExactly(file);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            file.id() + ".json", file.id() + ".bytes", "file-odd.json");
        }
    }

    @Test
    void anOwnerHasItsRoomAndAllHaveTheirs() {
        FileStore store = open();
        StoredFile first = create(store, "ana", "x".repeat(50));
        assertThatThrownBy(() -> create(store, "ana", "x".repeat(11)))
                .hasMessageContaining("agents.rag.files")
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.Forbidden.class);
        var _ = create(store, "bob", "x".repeat(40));
        assertThatThrownBy(() -> create(store, "eve", "x".repeat(11)))
                .hasMessageContaining("of this server");

        store.delete(first);
        var _ = create(store, "ana", "x".repeat(60));
        assertThatThrownBy(() -> create(open(), "ana", "x")).isInstanceOf(FailureException.class);
    }

    @Test
    void aFileThatExpiresIsNotThere() {
        FileStore store = open();
        StoredFile file = create(store, "ana", "x", Optional.of(Duration.ofHours(1)));

        assertThat(openAt(NOW.plusSeconds(3_599)).find(file.id())).contains(file);
        FileStore later = openAt(NOW.plusSeconds(3_600));
        assertThat(later.find(file.id())).isEmpty();
        assertThat(later.all()).isEmpty();
        assertThat(later.expired()).containsExactly(file);
    }

    @Test
    void whatIsReleasedRefusesChangesAndLeavesNothing() {
        FileStore store = open();
        StoredFile file = create(store, "ana", "x");
        store.release();

        assertThatThrownBy(() -> create(store, "ana", "y"))
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.Overloaded.class);
        assertThatThrownBy(() -> store.delete(file)).isInstanceOf(FailureException.class);
        assertThat(open().all()).containsExactly(file);
        assertThat(data.resolve("files").toFile().list()).hasSize(2);
    }
}
