package dev.chasqui.plugins.rag.retrieval;

import static dev.chasqui.plugins.rag.retrieval.Passages.documents;
import static dev.chasqui.plugins.rag.retrieval.Passages.passage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.plugin.testkit.TestModels;
import dev.chasqui.plugins.rag.library.IndexQuery;
import dev.chasqui.plugins.rag.library.VectorState;
import dev.chasqui.plugins.rag.retrieval.Question.Phrasing;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Dropped;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Step;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Vote;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Why;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

class RetrieverTest {
    private static final String ASKED = "How many days of leave are there?";

    private final ListedLibrary library =
            new ListedLibrary()
                    .with(
                            "hr",
                            ListedLibrary.by("chasqui-embed"),
                            List.of(
                                    passage("words.md", 9),
                                    passage("both.md", 8),
                                    passage("x.md", 1)),
                            List.of(
                                    passage("both.md", 0.9),
                                    passage("near.md", 0.8),
                                    passage("y.md", 0.5)))
                    .with(
                            "plain",
                            VectorState.none(3),
                            List.of(passage("plain.md", 20), passage("other.md", 2)),
                            List.of());
    private final Cancellation cancellation = new Cancellation();

    @Test
    void wordsAndVectorsMakeOneRankingThatSaysWhatEachGave() {
        Retrieved found = retrieve(TestModels.saying(""), usual(Mode.HYBRID));

        assertThat(documents(found.ranked()).getFirst()).isEqualTo("both.md");
        assertThat(found.ranked().getFirst().votes())
                .extracting(Vote::voice)
                .containsExactlyInAnyOrder("words", "vectors");
        assertThat(found.voices()).containsExactly("vectors", "words");
        assertThat(found.problems()).isEmpty();
        assertThat(found.steps()).extracting(Step::name).startsWith("embed", "search");
    }

    @Test
    void eachModeHasItsVoices() {
        assertThat(documents(retrieve(TestModels.saying(""), usual(Mode.WORDS)).ranked()))
                .startsWith("words.md", "both.md");
        assertThat(documents(retrieve(TestModels.saying(""), usual(Mode.VECTORS)).ranked()))
                .startsWith("both.md", "near.md")
                .doesNotContain("words.md");
    }

    @Test
    void theQuestionIsEmbeddedInTheFormOfItsModelAndSearchedAsItIs() {
        TestModels models = TestModels.saying("");
        retrieve(models, usual(Mode.HYBRID));

        assertThat(models.outside())
                .containsExactly(
                        "Represent this sentence for searching relevant passages: " + ASKED);
        assertThat(library.queries().getFirst().text()).isEqualTo(ASKED);
    }

    @Test
    void aModelThatIsAwayOrLiesLeavesTheWordsAndIsReported() {
        List<TestModels> lying =
                List.of(
                        embedding(new float[] {Float.NaN, 1}),
                        embedding(new float[] {0, 0}),
                        embedding(new float[] {Float.POSITIVE_INFINITY}),
                        new TestModels(
                                _ -> ChatReply.ofText(""),
                                _ -> {
                                    throw new FailureException(
                                            new Failure.BackendUnreachable("b", "refused"));
                                }));
        for (TestModels models : lying) {
            Retrieved found = retrieve(models, usual(Mode.HYBRID));

            assertThat(documents(found.ranked())).startsWith("words.md");
            assertThat(found.voices()).containsExactly("words");
            assertThat(found.problems())
                    .singleElement()
                    .asString()
                    .startsWith("the model 'chasqui-embed' makes no vectors, so words alone");
            assertThat(retrieve(models, usual(Mode.VECTORS)).ranked()).isNotEmpty();
        }
    }

    @Test
    void missingVectorsAreReportedUnlessNoneAreExpected() {
        Question question = Question.of(ASKED, List.of("plain"), 5, Mode.HYBRID);

        assertThat(retrieve(TestModels.saying(""), question).problems())
                .containsExactly(
                        "the collection 'plain' is searched by words alone: 3 of 3 passages have no"
                                + " vector yet");
        RetrievalSettings none =
                new RetrievalSettings(false, Optional.empty(), OptionalDouble.empty(), Set.of());
        assertThat(
                        new Retriever(library, TestModels.saying(""), none)
                                .retrieve(question, cancellation)
                                .problems())
                .isEmpty();
    }

    @Test
    void severalCollectionsAreOneRanking() {
        Retrieved found =
                retrieve(
                        TestModels.saying(""),
                        Question.of(ASKED, List.of("hr", "plain"), 10, Mode.HYBRID));

        assertThat(documents(found.ranked())).contains("both.md", "plain.md");
    }

    @Test
    void noTextOfACollectionThatStaysInsideLeaves() {
        TestModels models = TestModels.saying("");
        RetrievalSettings settings =
                new RetrievalSettings(
                        true, Optional.of("ranker"), OptionalDouble.empty(), Set.of("hr"));
        Retriever retriever = new Retriever(library, models, settings);

        retriever.retrieve(usual(Mode.RERANKED), cancellation);
        retriever.retrieve(
                Question.of(ASKED, List.of("plain", "hr"), 5, Mode.RERANKED), cancellation);
        assertThat(models.outside()).isEmpty();

        retriever.retrieve(
                Question.of(ASKED, List.of("plain"), 5, Mode.RERANKED).staying(true), cancellation);
        assertThat(models.outside()).isEmpty();

        retriever.retrieve(Question.of(ASKED, List.of("plain"), 5, Mode.RERANKED), cancellation);
        assertThat(models.outside()).contains(ASKED, "text of plain.md");
    }

    @Test
    void aRerankerDecidesTheOrderOfTheBest() {
        TestModels models =
                new TestModels(
                        _ -> ChatReply.ofText(""),
                        _ -> new float[] {1},
                        (question, text) -> text.contains("near") ? 3 : -1);
        Retrieved found = reranked(models);

        assertThat(documents(found.ranked())).startsWith("near.md");
        assertThat(found.voices()).contains("reranker");
        assertThat(found.ranked()).allMatch(each -> each.passage().score() <= 1);
    }

    @Test
    void aRerankerThatFailsLeavesTheOrderAndIsReported() {
        TestModels models =
                new TestModels(
                        _ -> ChatReply.ofText(""),
                        _ -> new float[] {1},
                        (_, _) -> {
                            throw new FailureException(new Failure.BackendFailed("b", "odd"));
                        });
        Retrieved found = reranked(models);

        assertThat(documents(found.ranked())).startsWith("both.md");
        assertThat(found.problems())
                .singleElement()
                .asString()
                .startsWith("the model 'ranker' does not rank");
    }

    @Test
    void aQuestionThatIsNotAboutTheDocumentsFindsNothing() {
        ListedLibrary far =
                new ListedLibrary()
                        .with(
                                "hr",
                                ListedLibrary.by("chasqui-embed"),
                                List.of(passage("words.md", 9)),
                                List.of(passage("far.md", 0.5)));
        Question hello = Question.of("Hello", List.of("hr"), 5, Mode.HYBRID);
        Retriever retriever = new Retriever(far, TestModels.saying(""), RetrievalSettings.USUAL);
        Retrieved gated = retriever.retrieve(hello, cancellation);

        assertThat(gated.ranked()).isEmpty();
        assertThat(gated.gated()).isTrue();
        assertThat(gated.dropped()).extracting(Dropped::why).containsOnly(Why.GATE);
        assertThat(retriever.retrieve(hello.unshaped(), cancellation).ranked()).hasSize(2);

        RetrievalSettings open =
                new RetrievalSettings(true, Optional.empty(), OptionalDouble.of(0), Set.of());
        assertThat(
                        new Retriever(far, TestModels.saying(""), open)
                                .retrieve(hello, cancellation)
                                .ranked())
                .hasSize(2);
    }

    @Test
    void anotherModelHasNoGateUnlessConfigSetsIt() {
        ListedLibrary far =
                new ListedLibrary()
                        .with(
                                "hr",
                                ListedLibrary.by("other"),
                                List.of(),
                                List.of(passage("far.md", 0.3)));
        Question hello = Question.of("Hello", List.of("hr"), 5, Mode.HYBRID);

        assertThat(
                        new Retriever(far, TestModels.saying(""), RetrievalSettings.USUAL)
                                .retrieve(hello, cancellation)
                                .ranked())
                .hasSize(1);
        RetrievalSettings set =
                new RetrievalSettings(true, Optional.empty(), OptionalDouble.of(0.4), Set.of());
        assertThat(
                        new Retriever(far, TestModels.saying(""), set)
                                .retrieve(hello, cancellation)
                                .gated())
                .isTrue();
    }

    @Test
    void everyPhrasingIsSearched() {
        Retrieved found =
                retrieve(
                        TestModels.saying(""),
                        usual(Mode.HYBRID)
                                .phrased(
                                        List.of(new Phrasing("one", 1), new Phrasing("two", 0.5))));

        assertThat(found.voices()).contains("words", "words 2", "vectors", "vectors 2");
        assertThat(library.queries()).extracting(IndexQuery::text).contains("one", "two");
    }

    @Test
    void aCancelledSearchEndsInsteadOfGoingOnWithWords() {
        cancellation.cancel();

        assertThatThrownBy(() -> retrieve(TestModels.saying(""), usual(Mode.HYBRID)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Cancelled.class));
    }

    private Retrieved reranked(TestModels models) {
        RetrievalSettings settings =
                new RetrievalSettings(
                        true, Optional.of("ranker"), OptionalDouble.empty(), Set.of());
        Retriever retriever = new Retriever(library, models, settings);
        assertThat(retriever.usualMode()).isEqualTo(Mode.RERANKED);
        return retriever.retrieve(usual(Mode.RERANKED), cancellation);
    }

    private static TestModels embedding(float[] vector) {
        return new TestModels(_ -> ChatReply.ofText(""), _ -> vector);
    }

    private static Question usual(Mode mode) {
        return Question.of(ASKED, List.of("hr"), 10, mode);
    }

    private Retrieved retrieve(TestModels models, Question question) {
        return new Retriever(library, models, RetrievalSettings.USUAL)
                .retrieve(question, cancellation);
    }
}
