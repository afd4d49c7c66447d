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

/** What bounds the one thread that writes. */
class OwnerTest {
    private static final CollectionName NAME = new CollectionName("handbook");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir private Path data;
    private final TreeMap<CollectionName, Shelf> shelves = new TreeMap<>();
    private Folders folders;
    private Owner owner;

    @BeforeEach
    void make() {
        folders = new Folders(data);
        owner = new Owner(folders, new Disk(), shelves, new PassageAnalyzer(), Clock.systemUTC());
    }

    private static Task.Edit<Receipt> adding(CollectionName name, long weight) {
        Submission submission = Submission.ofText("a", "Llamas carry loads.");
        return new Task.Edit<>(
                name, true, weight, (writer, _) -> writer.add(submission, () -> false));
    }

    private void assertOverloaded(Task<?> task) {
        assertThatThrownBy(() -> owner.submit(task))
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOfSatisfying(
                        Failure.Overloaded.class,
                        overloaded -> assertThat(overloaded.retryAfter()).isPositive());
    }

    @Test
    void moreThanTwoHundredAndFiftySixChangesDoNotWait() {
        Task.Edit<Receipt> first = adding(NAME, 1);
        owner.submit(first);
        for (int i = 1; i < 256; i++) {
            owner.submit(adding(NAME, 1));
        }
        assertOverloaded(adding(NAME, 1));

        owner.start();
        assertThat(first.await(PATIENCE).outcome()).isEqualTo(Receipt.Outcome.NEW);
        owner.stop();
    }

    @Test
    void moreTextThanFitsDoesNotWaitButOneDocumentAlwaysMay() {
        owner.submit(adding(NAME, Integer.MAX_VALUE));
        assertOverloaded(adding(NAME, 1));

        owner.start();
        owner.stop();
    }

    @Test
    void anErrorFailsOneChangeAndNoOther() {
        owner.start();
        Task.Edit<Receipt> broken =
                new Task.Edit<>(
                        NAME,
                        true,
                        1,
                        (_, _) -> {
                            throw new OutOfMemoryError("as if");
                        });
        owner.submit(broken);
        assertThatThrownBy(() -> broken.await(PATIENCE))
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.AgentFailed.class);

        Task.Edit<Receipt> next = adding(NAME, 1);
        owner.submit(next);
        assertThat(next.await(PATIENCE).outcome()).isEqualTo(Receipt.Outcome.NEW);
        owner.stop();
    }

    @Test
    void whatComesWhileItStopsIsRefused() {
        owner.start();
        owner.stop();

        assertOverloaded(adding(NAME, 1));
    }

    @Test
    void thereMayBeAThousandCollectionsAndNoMore() {
        for (int i = 0; i < 999; i++) {
            CollectionName name = new CollectionName("c" + i);
            shelves.put(name, new Shelf(name, folders));
        }
        owner.start();
        Task.Edit<Receipt> last = adding(NAME, 1);
        owner.submit(last);
        assertThat(last.await(PATIENCE).outcome()).isEqualTo(Receipt.Outcome.NEW);

        Task.Edit<Receipt> tooMany = adding(new CollectionName("more"), 1);
        owner.submit(tooMany);
        assertThatThrownBy(() -> tooMany.await(PATIENCE))
                .hasMessageContaining("collection: 'more' (expected: one of the 1000");
        owner.stop();
    }
}
