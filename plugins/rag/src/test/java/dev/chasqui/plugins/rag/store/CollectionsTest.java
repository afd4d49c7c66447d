package dev.chasqui.plugins.rag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.library.Library;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

class CollectionsTest extends LibraryContract {
    private static final CollectionName NAME = new CollectionName("Hand_book.1");

    @TempDir private Path data;
    private Collections store;

    @BeforeEach
    void open() {
        store = Collections.open(data);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    Library library() {
        return store;
    }

    @Override
    void add(String collection, String document, String text) {
        add(new CollectionName(collection), document, text);
    }

    private Receipt add(CollectionName collection, String document, String text) {
        return store.add(collection, Submission.ofText(document, text), new Cancellation());
    }

    private void reopen() {
        store.close();
        store = Collections.open(data);
    }

    @Test
    void nothingIsOnDiskBeforeTheFirstDocument() throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            assertThat(files).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "a b.c", "...", "/x\\y", "Ürläub 休暇", "<b>\"'%00"})
    void aDocumentMayHaveAnyName(String name) {
        add(NAME, name, "Llamas carry loads.");

        assertThat(store.documents(NAME, Optional.empty(), 10))
                .singleElement()
                .extracting(StoredDocument::name)
                .isEqualTo(name);
        assertThat(store.text(NAME, name)).isEqualTo("Llamas carry loads.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b", "-a", "a b", ".hidden", "é"})
    void aCollectionMayNotBeCalledAnything(String name) {
        assertThatThrownBy(() -> new CollectionName(name))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void aDocumentOfTheSameNameTakesThePlaceOfTheOld() {
        add(NAME, "a", "Llamas carry loads.");

        Receipt again = add(NAME, "a", "Vicuñas do not.");

        assertThat(again.outcome()).isEqualTo(Receipt.Outcome.REPLACED);
        assertThat(store.search(NAME.value(), "llamas", 5)).isEmpty();
        assertThat(store.search(NAME.value(), "vicunas", 5)).hasSize(1);
        assertThat(store.info(NAME))
                .extracting(CollectionInfo::documents, CollectionInfo::passages)
                .containsExactly(1, 1L);
    }

    @Test
    void theSameContentAgainChangesNothing() {
        Receipt first = add(NAME, "a", "Llamas carry loads.");

        Receipt again = add(NAME, "a", "Llamas carry loads.");

        assertThat(again.outcome()).isEqualTo(Receipt.Outcome.UNCHANGED);
        assertThat(again.document().version()).isEqualTo(first.document().version());
    }

    @Test
    void allIsThereAfterAStopAndAStart() {
        add(NAME, "a", "Llamas carry loads.");
        CollectionInfo before = store.info(NAME);

        reopen();

        assertThat(store.info(NAME)).isEqualTo(before);
        assertThat(store.search(NAME.value(), "llamas", 5)).hasSize(1);
        assertThat(add(NAME, "b", "More of them.").outcome()).isEqualTo(Receipt.Outcome.NEW);
        assertThat(store.info(NAME).documents()).isEqualTo(2);
    }

    @Test
    void aRemovedDocumentIsFoundNoMore() {
        add(NAME, "a", "Llamas carry loads.");
        add(NAME, "b", "Llamas rest.");

        store.remove(NAME, "a", new Cancellation());

        assertThat(store.document(NAME, "a")).isEmpty();
        assertThat(store.search(NAME.value(), "llamas", 5)).hasSize(1);
        assertThat(store.info(NAME).documents()).isEqualTo(1);
        assertThatThrownBy(() -> store.remove(NAME, "a", new Cancellation()))
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void aDeletedCollectionLeavesNothingAndMayComeAgain() throws IOException {
        add(NAME, "a", "Llamas carry loads.");

        store.remove(NAME, new Cancellation());

        assertThat(store.collections()).isEmpty();
        try (Stream<Path> left = Files.list(data.resolve("collections"))) {
            assertThat(left).isEmpty();
        }
        assertThat(add(NAME, "a", "Llamas carry loads.").outcome()).isEqualTo(Receipt.Outcome.NEW);
    }

    @Test
    void documentsAreListedByNamePageByPage() {
        for (String name : List.of("c", "a", "d", "b")) {
            add(NAME, name, "Llamas carry loads, says " + name);
        }

        assertThat(store.documents(NAME, Optional.empty(), 2))
                .extracting(StoredDocument::name)
                .containsExactly("a", "b");
        assertThat(store.documents(NAME, Optional.of("b"), 9))
                .extracting(StoredDocument::name)
                .containsExactly("c", "d");
    }

    @Test
    void documentsAreListedInTheOrderOfTheirCodePoints() {
        List<String> names = List.of("10", "9", "B", "a", "ä", "\uff5e", "\ud83d\ude00");
        names.reversed().forEach(name -> add(NAME, name, "Llamas carry loads, says " + name));

        assertThat(store.documents(NAME, Optional.empty(), 10))
                .extracting(StoredDocument::name)
                .containsExactlyElementsOf(names);
        assertThat(store.documents(NAME, Optional.of("\uff5e"), 10)).hasSize(1);
    }

    @Test
    void timesAreWholeSeconds() {
        StoredDocument added = add(NAME, "a", "Llamas carry loads.").document();

        assertThat(added.added()).isEqualTo(added.added().truncatedTo(ChronoUnit.SECONDS));
        assertThat(store.info(NAME).updated()).isEqualTo(added.added());
    }

    @Test
    void aBrokenIndexLeavesTheOthersAlone() throws IOException {
        add(NAME, "a", "Llamas carry loads.");
        add("other", "b", "Llamas rest.");
        store.close();
        Path index = data.resolve("collections/" + NAME.folder() + "/generation-1");
        try (Stream<Path> files = Files.list(index)) {
            for (Path file : files.filter(f -> !f.endsWith("write.lock")).toList()) {
                Files.writeString(file, "this is no index");
            }
        }
        store = Collections.open(data);

        assertThatThrownBy(() -> store.search(NAME.value(), "llamas", 5))
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> add(NAME, "c", "More.")).hasMessageContaining("cannot be read");
        assertThat(store.search("other", "llamas", 5)).hasSize(1);
        assertThat(store.health().up()).isFalse();

        store.remove(NAME, new Cancellation());
        assertThat(store.health().up()).isTrue();
    }

    @Test
    void aSearchDuringAReplacementFindsExactlyOneVersion() throws Exception {
        add(NAME, "a", "Llamas, version 0");
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> asking =
                    () -> {
                        int asked = 0;
                        while (!done.get()) {
                            assertThat(store.search(NAME.value(), "llamas", 5)).hasSize(1);
                            asked++;
                        }
                        return asked;
                    };
            Future<Integer> asked = threads.submit(asking);
            for (int version = 1; version <= 50; version++) {
                add(NAME, "a", "Llamas, version " + version);
            }
            done.set(true);
            assertThat(asked.get()).isPositive();
        }
    }

    @Test
    void documentsThatComeAtTheSameTimeAreAllThere() throws Exception {
        List<Future<Receipt>> adding = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                String name = "document " + i;
                adding.add(threads.submit(() -> add(NAME, name, "Llamas carry " + name)));
            }
            for (Future<Receipt> receipt : adding) {
                assertThat(receipt.get().outcome()).isEqualTo(Receipt.Outcome.NEW);
            }
        }
        assertThat(store.info(NAME).documents()).isEqualTo(200);
    }

    @Test
    void aCancelledAddAddsNothingAndDoesNoHarm() {
        Cancellation left = new Cancellation();
        left.cancel();

        assertThatThrownBy(
                        () -> store.add(NAME, Submission.ofText("a", "Llamas carry loads."), left))
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.Cancelled.class);
        assertThat(add(NAME, "b", "Llamas rest.").outcome()).isEqualTo(Receipt.Outcome.NEW);
    }

    @Test
    void aTextOfFiveMegabytesIsTakenAndGivenBack() {
        String text = "The quick brown fox jumps over lazy dogs, again and again.\n".repeat(60_000);
        String marked = text.substring(0, text.length() / 2) + " zanzibar " + text;

        Receipt receipt = add(NAME, "large", marked);

        assertThat(receipt.document().passages()).isGreaterThan(4_000);
        assertThat(store.search(NAME.value(), "zanzibar", 1)).hasSize(1);
        assertThat(store.text(NAME, "large").equals(marked)).isTrue();
    }
}
