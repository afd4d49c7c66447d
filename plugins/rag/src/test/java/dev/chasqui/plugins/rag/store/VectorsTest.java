package dev.chasqui.plugins.rag.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.library.DocumentFilter;
import dev.chasqui.plugins.rag.library.IndexQuery;
import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.library.VectorState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Predicate;

/** Tests of vectors, which a background thread adds to a collection. */
class VectorsTest {
    private static final CollectionName NAME = new CollectionName("handbook");
    private static final String PROBE = "passage";

    @TempDir private Path data;
    private final FakeEmbedder embedder = new FakeEmbedder();
    private Collections store;

    @BeforeEach
    void open() {
        open("m");
    }

    private void open(String model) {
        store = Collections.open(data, Optional.of(new VectorModel(model, embedder)), List.of());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen(String model) {
        store.close();
        open(model);
    }

    private Receipt add(String name, String text) {
        return store.add(NAME, Submission.ofText(name, text), new Cancellation());
    }

    private VectorState await(Predicate<VectorState> condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        VectorState state = store.vectors(NAME.value());
        while (!condition.test(state)) {
            assertThat(System.nanoTime()).as("in time: %s", state).isLessThan(deadline);
            Thread.onSpinWait();
            state = store.vectors(NAME.value());
        }
        return state;
    }

    private VectorState awaitAll() {
        return await(state -> state.pending() == 0 && state.model().isPresent());
    }

    private List<Passage> dense(String text, DocumentFilter filter) {
        IndexQuery query =
                new IndexQuery("none", Optional.of(FakeEmbedder.vector(text)), filter, 10);
        return store.search(NAME.value(), query).dense();
    }

    private List<String> embedded() {
        return embedder.texts.stream().filter(text -> !text.equals(PROBE)).toList();
    }

    @Test
    void aPassageIsFoundByTheNearestVector() {
        add("a", "Llamas carry loads.");
        add("b", "Trains are booked by oneself.");
        assertThat(awaitAll().model()).contains("m");

        List<Passage> found = dense("llamas carry", DocumentFilter.ALL);

        assertThat(found).extracting(Passage::document).containsExactly("a", "b");
        assertThat(found.getFirst().score()).isBetween(0.5, 1.0);
        assertThat(found.getFirst().text()).isEqualTo("Llamas carry loads.");
    }

    @Test
    void titleAndHeadingsAreEmbeddedWithTheText() {
        Submission submission =
                Submission.ofText("a.md", "# Leave\n\nThirty days.").withTitle("Handbook");
        store.add(NAME, submission, new Cancellation());
        awaitAll();

        assertThat(embedded())
                .singleElement()
                .asString()
                .startsWith("Handbook\n")
                .contains("Leave");
    }

    @Test
    void aDocumentIsFoundByItsWordsWhileTheModelIsBusy() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        embedder.answer(
                texts -> {
                    asked.countDown();
                    awaitLatch(release);
                    return FakeEmbedder.vectors(texts);
                });
        add("a", "Llamas carry loads.");
        asked.await();

        assertThat(store.search(NAME.value(), "llamas", 5)).hasSize(1);
        assertThat(store.vectors(NAME.value()).pending()).isEqualTo(1);
        assertThat(store.vectors(NAME.value()).model()).isEmpty();
        release.countDown();
        awaitAll();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aReplacedOrRemovedDocumentTakesItsVectorsAlong() {
        add("a", "Llamas carry loads.");
        add("b", "Llamas rest.");
        awaitAll();

        add("a", "Trains are booked.");
        var _ = store.remove(NAME, "b", new Cancellation());
        VectorState state = awaitAll();

        assertThat(state.done()).isEqualTo(1);
        assertThat(dense("llamas", DocumentFilter.ALL))
                .extracting(Passage::text)
                .containsExactly("Trains are booked.");
    }

    @Test
    void unchangedPassagesOfAChangedDocumentAreNotEmbeddedAgain() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            text.append("# Chapter ").append(i).append("\n\n");
            text.append(("Number " + i + " has words about llamas. ").repeat(30)).append("\n\n");
        }
        add("a.md", text.toString());
        awaitAll();
        int before = embedded().size();

        add("a.md", text.append("# The end\n\nNew words.").toString());
        VectorState state = awaitAll();

        assertThat(state.done()).isEqualTo(state.passages());
        assertThat(embedded().size() - before).isBetween(1, 2);
    }

    @Test
    void aChangeOfMetadataAloneIsAChangeAndEmbedsNothing() {
        Submission submission = Submission.ofText("a", "Llamas carry loads.");
        store.add(NAME, submission, new Cancellation());
        awaitAll();

        Receipt receipt =
                store.add(NAME, submission.withMetadata(Map.of("team", "hr")), new Cancellation());

        assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.REPLACED);
        assertThat(awaitAll().done()).isEqualTo(1);
        assertThat(embedded()).hasSize(1);
        DocumentFilter hr =
                new DocumentFilter(
                        Optional.empty(), Optional.empty(), Optional.empty(), Map.of("team", "hr"));
        assertThat(dense("llamas", hr)).hasSize(1);
    }

    @Test
    void aFilterHoldsInTheSearchForTheNearest() {
        for (int i = 0; i < 150; i++) {
            add("near " + i, "Llamas carry loads " + i);
        }
        Submission far = Submission.ofText("far", "Trains.").withMetadata(Map.of("team", "hr"));
        store.add(NAME, far, new Cancellation());
        awaitAll();

        DocumentFilter hr =
                new DocumentFilter(
                        Optional.empty(), Optional.empty(), Optional.empty(), Map.of("team", "hr"));
        assertThat(dense("llamas carry loads", hr))
                .extracting(Passage::document)
                .containsExactly("far");
    }

    @Test
    void vectorsAreMadeOnceAndKeptOverARestart() {
        for (int i = 0; i < 40; i++) {
            add("d" + i, "Llama number " + i);
        }
        awaitAll();

        reopen("m");
        awaitAll();

        assertThat(dense("llama number 7", DocumentFilter.ALL)).hasSize(10);
        assertThat(embedded()).hasSize(40);
        assertThat(new HashSet<>(embedded())).hasSize(40);
    }

    @Test
    void theEarlierModelServesWhileTheNewOnesVectorsAreMade() throws InterruptedException {
        add("a", "Llamas carry loads.");
        add("b", "Llamas rest.");
        awaitAll();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        embedder.answer(
                texts -> {
                    asked.countDown();
                    awaitLatch(release);
                    return texts.stream().map(t -> FakeEmbedder.vector(t, 8)).toList();
                });

        reopen("other");
        asked.await();

        assertThat(store.vectors(NAME.value()).model()).contains("m");
        assertThat(store.vectors(NAME.value()).done()).isZero();
        assertThat(dense("llamas", DocumentFilter.ALL)).hasSize(2);
        release.countDown();
        await(state -> state.model().equals(Optional.of("other")));
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (vectorEntries() != 2) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(dense("llamas", DocumentFilter.ALL)).as("of the wrong length").isEmpty();
    }

    private long vectorEntries() {
        return new CollectionReader(NAME, new CollectionFolders(data))
                .vectors().values().stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void whileTheModelFailsWordsServeAndTheStateSaysWhy() {
        embedder.fail();
        add("a", "Llamas carry loads.");

        VectorState state = await(s -> s.problem().isPresent());

        assertThat(state.problem().orElseThrow()).contains("no such model");
        assertThat(state.model()).isEmpty();
        assertThat(store.search(NAME.value(), "llamas", 5)).hasSize(1);
        assertThat(store.health().up()).isTrue();
        assertThat(store.health().details().toString()).contains("no such model");
        embedder.answerWell();
        assertThat(awaitAll().problem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zero", "nan", "few", "many", "empty", "throws", "null"})
    void aModelThatLiesLeavesTheWords(String lie) {
        embedder.answer(java.util.Objects.requireNonNull(lies().get(lie)));
        add("a", "Llamas carry loads.");

        await(state -> state.problem().isPresent());

        assertThat(store.search(NAME.value(), "llamas", 5)).hasSize(1);
        embedder.answerWell();
        awaitAll();
        assertThat(dense("llamas carry", DocumentFilter.ALL)).hasSize(1);
    }

    private static Map<String, Function<List<String>, List<float[]>>> lies() {
        return Map.of(
                "zero", texts -> texts.stream().map(_ -> new float[4]).toList(),
                "nan", texts -> texts.stream().map(_ -> new float[] {Float.NaN, 1}).toList(),
                "few", _ -> List.of(),
                "many", texts -> java.util.Collections.nCopies(texts.size() + 1, new float[] {1}),
                "empty", texts -> texts.stream().map(_ -> new float[0]).toList(),
                "throws",
                        _ -> {
                            throw new IllegalStateException("as if");
                        },
                "null", texts -> java.util.Arrays.asList(new float[texts.size()][]));
    }

    @Test
    void aPassageThatIsTooLongIsEmbeddedByItsBeginningAndOneThatCannotBeIsSkipped() {
        embedder.answer(
                texts -> {
                    if (texts.stream().anyMatch(t -> t.contains("evil") || t.length() > 400)) {
                        throw new FailureException(new Failure.AgentFailed("test", "too long"));
                    }
                    return FakeEmbedder.vectors(texts);
                });
        add("a", "evil ".repeat(20));
        add("b", "Llamas carry loads. ".repeat(30));
        add("c", "Trains.");

        VectorState state = await(s -> s.done() == 2 && s.pending() == 0);

        assertThat(state.skipped()).isEqualTo(1);
        assertThat(state.model()).contains("m");
        assertThat(dense("llamas carry loads", DocumentFilter.ALL))
                .extracting(Passage::document)
                .containsExactly("b", "c");
    }

    @Test
    void passagesThatStayInTheNetworkAreEmbeddedByBackendsInIt() {
        store.close();
        FakeEmbedder inside = new FakeEmbedder();
        VectorModel model = new VectorModel("m", embedder, inside, Set.of(NAME.value()));
        store = Collections.open(data, Optional.of(model), List.of());

        add("a", "Llamas carry loads.");
        awaitAll();

        assertThat(inside.texts).anyMatch(text -> text.contains("Llamas"));
        assertThat(embedder.texts).isEmpty();
    }

    @Test
    void aQuestionWithoutDirectionFindsNothing() {
        add("a", "Llamas carry loads.");
        awaitAll();

        for (float[] vector :
                List.of(
                        new float[FakeEmbedder.DIMENSIONS],
                        new float[] {Float.NaN},
                        new float[0],
                        new float[] {1, 2})) {
            IndexQuery query =
                    new IndexQuery("llamas", Optional.of(vector), DocumentFilter.ALL, 10);
            assertThat(store.search(NAME.value(), query).dense()).isEmpty();
            assertThat(store.search(NAME.value(), query).lexical()).hasSize(1);
        }
    }

    @Test
    void aReleasedStoreMakesNoVectorsAndTheOtherGoesOn() {
        embedder.fail();
        add("a", "Llamas carry loads.");
        await(state -> state.problem().isPresent());
        store.release();
        embedder.answerWell();
        FakeEmbedder others = new FakeEmbedder();
        try (Collections newer =
                Collections.open(data, Optional.of(new VectorModel("m", others)), List.of())) {
            long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
            while (newer.vectors(NAME.value()).pending() > 0) {
                assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
                Thread.onSpinWait();
            }
        }
        assertThat(embedded()).isEmpty();
        store.resume();
        add("b", "Llamas rest.");
        awaitAll();
        assertThat(embedded()).containsExactly("Llamas rest.");
    }
}
