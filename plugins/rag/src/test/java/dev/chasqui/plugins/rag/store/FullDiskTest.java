package dev.chasqui.plugins.rag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

/** Tests of collections on a full disk. */
class FullDiskTest {
    private static final CollectionName OLD = new CollectionName("old");
    private static final CollectionName NEW = new CollectionName("new");
    private static final long ENOUGH = Long.MAX_VALUE;

    @TempDir private Path data;
    private final FullDisk disk = new FullDisk();
    private Collections store;

    @BeforeEach
    void open() {
        store = Collections.open(data, disk);
        add(OLD, "a", "Llamas carry loads.");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Receipt add(CollectionName collection, String document, String text) {
        return store.add(collection, Submission.ofText(document, text), new Cancellation());
    }

    private static Failure failure(Runnable change) {
        try {
            change.run();
            throw new AssertionError("it was done all the same");
        } catch (FailureException e) {
            return e.failure();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 50, 100, 200, 400, 800, 1200, 1600})
    void aFullDiskIsToldAndLeavesTheCollectionAsItWas(long room) {
        String text = "Llamas rest at night. ".repeat(300);
        disk.leave(room);
        assertThat(failure(() -> add(OLD, "a", text)))
                .isInstanceOf(Failure.DiskFull.class)
                .extracting(Failure::message)
                .asString()
                .contains("disk is full", "collection 'old'", "free some space");
        disk.leave(room);
        assertThat(failure(() -> add(NEW, "a", text))).isInstanceOf(Failure.DiskFull.class);

        assertThat(store.collections()).containsExactly("old");
        assertThat(store.text(OLD, "a")).isEqualTo("Llamas carry loads.");
        assertThat(store.search("old", "llamas", 5)).hasSize(1);
        assertThat(store.health().up()).isTrue();

        disk.leave(ENOUGH);
        assertThat(add(OLD, "a", text).outcome()).isEqualTo(Receipt.Outcome.REPLACED);
        assertThat(add(NEW, "a", text).outcome()).isEqualTo(Receipt.Outcome.NEW);
        store.close();
        store = Collections.open(data);
        assertThat(store.text(OLD, "a")).isEqualTo(text);
        assertThat(store.text(NEW, "a")).isEqualTo(text);
    }

    @Test
    void aDocumentCannotBeRemovedButACollectionCan() {
        disk.leave(0);

        assertThat(failure(() -> store.remove(OLD, "a", new Cancellation())))
                .isInstanceOf(Failure.DiskFull.class);
        assertThat(store.text(OLD, "a")).isEqualTo("Llamas carry loads.");
        store.remove(OLD, new Cancellation());
        assertThat(store.collections()).isEmpty();
    }

    @Test
    void aDiskThatIsFullInAnotherLanguageIsFullToo() {
        disk.leave(0);
        disk.says("Auf dem Gerät ist kein Speicherplatz mehr verfügbar", 4096);

        assertThat(failure(() -> add(OLD, "b", "More."))).isInstanceOf(Failure.DiskFull.class);
    }

    @Test
    void anotherFaultOfTheDiskIsNotCalledFull() {
        disk.leave(0);
        disk.says("Input/output error", 1L << 40);

        assertThatThrownBy(() -> add(OLD, "b", "More."))
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.AgentFailed.class);
        disk.leave(ENOUGH);
        assertThat(add(OLD, "b", "More.").outcome()).isEqualTo(Receipt.Outcome.NEW);
    }
}
