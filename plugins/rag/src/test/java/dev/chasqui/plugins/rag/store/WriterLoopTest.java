package dev.chasqui.plugins.rag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.TreeMap;

/** Tests of the limits of the writing thread. */
class WriterLoopTest {
    private static final CollectionName NAME = new CollectionName("handbook");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir private Path data;
    private final TreeMap<CollectionName, CollectionReader> readers = new TreeMap<>();
    private CollectionFolders folders;
    private WriterLoop loop;

    @BeforeEach
    void make() {
        folders = new CollectionFolders(data);
        loop =
                new WriterLoop(
                        folders,
                        new Disk(),
                        readers,
                        new Indexing(new PassageAnalyzer(), Languages.of(java.util.List.of())),
                        Clock.systemUTC());
    }

    private static WriterTask.Edit<Receipt> adding(CollectionName name, long weight) {
        Submission submission = Submission.ofText("a", "Llamas carry loads.");
        return new WriterTask.Edit<>(
                name, true, weight, (writer, _) -> writer.add(submission, () -> false));
    }

    private void assertOverloaded(WriterTask<?> task) {
        assertThatThrownBy(() -> loop.submit(task))
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOfSatisfying(
                        Failure.Overloaded.class,
                        overloaded -> assertThat(overloaded.retryAfter()).isPositive());
    }

    @Test
    void moreThanTwoHundredAndFiftySixChangesDoNotWait() {
        WriterTask.Edit<Receipt> first = adding(NAME, 1);
        loop.submit(first);
        for (int i = 1; i < 256; i++) {
            loop.submit(adding(NAME, 1));
        }
        assertOverloaded(adding(NAME, 1));

        loop.start();
        assertThat(first.await(PATIENCE).outcome()).isEqualTo(Receipt.Outcome.NEW);
        loop.stop();
    }

    @Test
    void moreTextThanFitsDoesNotWaitButOneDocumentAlwaysMay() {
        loop.submit(adding(NAME, Integer.MAX_VALUE));
        assertOverloaded(adding(NAME, 1));

        loop.start();
        loop.stop();
    }

    @Test
    void anErrorFailsOneChangeAndNoOther() {
        loop.start();
        WriterTask.Edit<Receipt> broken =
                new WriterTask.Edit<>(
                        NAME,
                        true,
                        1,
                        (_, _) -> {
                            throw new OutOfMemoryError("as if");
                        });
        loop.submit(broken);
        assertThatThrownBy(() -> broken.await(PATIENCE))
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.AgentFailed.class);

        WriterTask.Edit<Receipt> next = adding(NAME, 1);
        loop.submit(next);
        assertThat(next.await(PATIENCE).outcome()).isEqualTo(Receipt.Outcome.NEW);
        loop.stop();
    }

    @Test
    void tasksAreRefusedDuringTheStop() {
        loop.start();
        loop.stop();

        assertOverloaded(adding(NAME, 1));
    }

    @Test
    void thereMayBeAThousandCollectionsAndNoMore() {
        for (int i = 0; i < 999; i++) {
            CollectionName name = new CollectionName("c" + i);
            readers.put(name, new CollectionReader(name, folders));
        }
        loop.start();
        WriterTask.Edit<Receipt> last = adding(NAME, 1);
        loop.submit(last);
        assertThat(last.await(PATIENCE).outcome()).isEqualTo(Receipt.Outcome.NEW);

        WriterTask.Edit<Receipt> tooMany = adding(new CollectionName("more"), 1);
        loop.submit(tooMany);
        assertThatThrownBy(() -> tooMany.await(PATIENCE))
                .hasMessageContaining("collection: 'more' (expected: one of the 1000");
        loop.stop();
    }
}
