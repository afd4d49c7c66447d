package dev.chasqui.plugins.rag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.health.Health;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/** Tests that a collection with damaged files is reported, and that the others are not affected. */
class DamageTest {
    private static final CollectionName DAMAGED = new CollectionName("damaged");
    private static final CollectionName WHOLE = new CollectionName("whole");

    @TempDir private Path data;

    @BeforeEach
    void fill() {
        try (Collections store = Collections.open(data)) {
            for (CollectionName name : new CollectionName[] {DAMAGED, WHOLE}) {
                for (int i = 0; i < 20; i++) {
                    String text = ("Llamas carry load " + i + ". ").repeat(500);
                    store.add(name, Submission.ofText("document " + i, text), new Cancellation());
                }
            }
        }
    }

    @Test
    void aByteThatChangedInTheMiddleOfASegmentIsNoticed() throws IOException {
        Path segment = largestFile();
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);

        assertDamaged();
    }

    @Test
    void aFileThatIsCutOffIsNoticed() throws IOException {
        Path segment = largestFile();
        byte[] bytes = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(bytes, bytes.length / 2));

        assertDamaged();
    }

    @Test
    void aFileThatIsMissingIsNoticed() throws IOException {
        Files.delete(largestFile());

        assertDamaged();
    }

    @Test
    void theHealthReportsDamageWithoutAReadUntilItIsRepaired() throws IOException {
        Path segment = largestFile();
        byte[] whole = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(whole, whole.length / 2));
        try (Collections store = Collections.open(data)) {
            awaitHealth(store, false);
            assertThat(store.health().details().text(Health.REASON))
                    .contains("cannot be read: collection damaged");

            Files.write(segment, whole);
            awaitHealth(store, true);
            assertThat(store.search(DAMAGED.value(), "llamas", 5)).isNotEmpty();
        }
    }

    private static void awaitHealth(Collections store, boolean up) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (store.health().up() != up) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private void assertDamaged() {
        try (Collections store = Collections.open(data)) {
            assertThatThrownBy(() -> store.search(DAMAGED.value(), "llamas", 5))
                    .hasMessageContaining("collection 'damaged' cannot be read")
                    .extracting(e -> ((FailureException) e).failure())
                    .isInstanceOf(Failure.AgentFailed.class);
            assertThat(store.health().up()).isFalse();
            assertThat(store.search(WHOLE.value(), "llamas", 5)).isNotEmpty();
            store.add(WHOLE, Submission.ofText("more", "Llamas rest."), new Cancellation());

            store.remove(DAMAGED, new Cancellation());
            assertThat(store.health().up()).isTrue();
        }
    }

    private Path largestFile() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("collections/damaged"))) {
            return files.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(DamageTest::size))
                    .orElseThrow();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
