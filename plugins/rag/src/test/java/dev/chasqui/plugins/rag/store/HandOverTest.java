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

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Tests of two stores on one folder, of which one hands the right to write over to the other. */
class HandOverTest {
    private static final CollectionName NAME = new CollectionName("handbook");

    @TempDir private Path data;
    private Collections older;
    private Collections newer;

    @BeforeEach
    void open() {
        older = Collections.open(data);
        add(older, "one", "Llamas carry loads.");
        newer = Collections.open(data);
    }

    @AfterEach
    void close() {
        older.close();
        newer.close();
    }

    @Test
    void whileOneStoreWritesTheOtherCannot() {
        assertThatThrownBy(() -> add(newer, "two", "Alpacas give wool."))
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.AgentFailed.class);

        add(older, "three", "Vicunas run.");
        assertThat(older.info(NAME).documents()).isEqualTo(2);
    }

    @Test
    void aReleasedStoreIsStillReadAndTheOtherWrites() {
        assertThat(found(older, "llamas")).isEqualTo(1);

        older.release();
        add(newer, "two", "More llamas.");
        var _ = newer.remove(NAME, "one", new Cancellation());

        assertThat(found(older, "loads")).isEqualTo(1);
        assertThat(newer.documents(NAME, Optional.empty(), 9))
                .extracting(StoredDocument::name)
                .containsExactly("two");
    }

    @Test
    void changesAfterTheReleaseAreRefusedAsOverloaded() {
        older.release();

        assertRefused(() -> add(older, "two", "More llamas."));
        assertRefused(() -> older.remove(NAME, "one", new Cancellation()));
        assertRefused(() -> older.remove(NAME, new Cancellation()));
        assertThat(found(older, "llamas")).isEqualTo(1);
    }

    @Test
    void aResumedStoreIsWrittenAgain() {
        older.release();
        older.release();
        older.resume();
        older.resume();

        add(older, "two", "More llamas.");
        assertThat(found(older, "llamas")).isEqualTo(2);
        older.release();
        add(newer, "three", "Still more llamas.");
        assertThat(newer.info(NAME).documents()).isEqualTo(3);
    }

    @Test
    void aCollectionThatTheOtherDeletesIsNotMadeAnew() {
        older.release();
        newer.remove(NAME, new Cancellation());

        Collections third = Collections.open(data);
        try {
            assertThat(third.collections()).isEmpty();
            assertThat(data.resolve("collections")).isEmptyDirectory();
        } finally {
            third.close();
        }
    }

    @Test
    void aReleasedStoreCreatesNoFolderForADeletedCollection() {
        older.release();
        add(newer, "two", "More llamas.");
        newer.release();
        Collections third = Collections.open(data);
        Collections fourth = Collections.open(data);
        try {
            third.remove(NAME, new Cancellation());
            assertThatThrownBy(() -> fourth.info(NAME)).isInstanceOf(FailureException.class);
            assertThat(data.resolve("collections")).isEmptyDirectory();
        } finally {
            third.close();
            fourth.close();
        }
    }

    /** Each change is done or refused with advice to try again; none is lost or half done. */
    @Test
    void waitingChangesAreDoneBeforeTheRelease() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> changes =
                    IntStream.range(0, 60)
                            .<Callable<Boolean>>mapToObj(i -> () -> i == 20 ? released() : added(i))
                            .toList();
            List<Future<Boolean>> adding = threads.invokeAll(changes);
            int done = 1;
            for (Future<Boolean> one : adding) {
                done += one.get() ? 1 : 0;
            }
            add(newer, "last", "The last one.");
            assertThat(newer.info(NAME).documents()).isEqualTo(done + 1);
        }
    }

    @Test
    void stoppingEndsWhatWasReleased() {
        older.release();
        older.close();

        add(newer, "two", "More llamas.");
        assertThat(found(newer, "llamas")).isEqualTo(2);
    }

    private boolean released() {
        older.release();
        return false;
    }

    private boolean added(int i) {
        try {
            add(older, "d" + i, "Document " + i);
            return true;
        } catch (FailureException e) {
            assertThat(e.failure()).isInstanceOf(Failure.Overloaded.class);
            return false;
        }
    }

    private static void assertRefused(Runnable change) {
        assertThatThrownBy(change::run)
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOfSatisfying(
                        Failure.Overloaded.class,
                        overloaded -> {
                            assertThat(overloaded.message()).contains("try again");
                            assertThat(overloaded.retryAfter()).isPositive();
                        });
    }

    private static void add(Collections store, String name, String text) {
        assertThat(store.add(NAME, Submission.ofText(name, text), new Cancellation())).isNotNull();
    }

    private static int found(Collections store, String question) {
        return store.search(NAME.value(), question, 9).size();
    }
}
