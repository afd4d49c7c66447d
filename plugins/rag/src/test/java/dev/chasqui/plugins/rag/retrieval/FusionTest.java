package dev.chasqui.plugins.rag.retrieval;

import static dev.chasqui.plugins.rag.retrieval.Passages.documents;
import static dev.chasqui.plugins.rag.retrieval.Passages.passage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Ranked;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;

class FusionTest {

    @Test
    void scoresAreNormalisedByTheBestAndTheWorstOfTheirListAndWeighted() {
        List<Ranked> fused =
                Fusion.fuse(
                        List.of(
                                list(
                                        "words",
                                        0.45,
                                        passage("a", 30),
                                        passage("b", 20),
                                        passage("c", 10)),
                                list(
                                        "vectors",
                                        0.55,
                                        passage("b", 0.9),
                                        passage("a", 0.8),
                                        passage("d", 0.5))));

        assertThat(documents(fused)).containsExactly("a", "b", "c", "d");
        assertThat(fused.get(0).passage().score()).isCloseTo(0.45 + 0.55 * 0.75, within(1e-9));
        assertThat(fused.get(1).passage().score()).isCloseTo(0.45 * 0.5 + 0.55, within(1e-9));
        assertThat(fused.get(0).votes())
                .extracting(Retrieved.Vote::voice, Retrieved.Vote::rank, Retrieved.Vote::score)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("words", 1, 30.0),
                        org.assertj.core.groups.Tuple.tuple("vectors", 2, 0.8));
    }

    @Test
    void aPassageWithoutVectorIsRankedByItsWordsWhileItsCollectionWaitsForVectors() {
        List<Found> lists =
                List.of(
                        list("words", 0.45, passage("new", 30), passage("a", 20), passage("b", 10)),
                        list("vectors", 0.55, passage("a", 0.9), passage("b", 0.5)));
        String collection = passage("new", 30).collection();

        assertThat(documents(Fusion.fuse(lists))).containsExactly("a", "new", "b");
        List<Ranked> waiting = Fusion.fuse(lists, Set.of(collection));
        assertThat(documents(waiting)).containsExactly("new", "a", "b");
        assertThat(waiting.getFirst().passage().score()).isCloseTo(1, within(1e-9));
        assertThat(documents(Fusion.fuse(lists, Set.of("another"))))
                .containsExactly("a", "new", "b");
    }

    @Test
    void aListAloneKeepsItsOrder() {
        assertThat(
                        documents(
                                Fusion.fuse(
                                        List.of(
                                                list(
                                                        "words",
                                                        0.45,
                                                        passage("b", 2),
                                                        passage("a", 1)),
                                                list("vectors", 0.55)))))
                .containsExactly("b", "a");
        assertThat(Fusion.fuse(List.of())).isEmpty();
    }

    @Test
    void scoresThatCannotBeToldApartCountByRank() {
        List<Ranked> fused =
                Fusion.fuse(
                        List.of(
                                list("words", 0.5, passage("a", 7)),
                                list("vectors", 0.5, passage("b", 0.9), passage("a", 0.2))));

        assertThat(documents(fused)).containsExactly("a", "b");
        assertThat(fused.getFirst().votes().getLast().normalised())
                .isCloseTo(61.0 / 62, within(1e-9));
    }

    @Test
    void scoresThatAreNoNumbersCountByRank() {
        List<Ranked> fused =
                Fusion.fuse(
                        List.of(
                                list("words", 0.4, passage("a", 3), passage("b", 1)),
                                list("vectors", 0.6, passage("b", Double.NaN), passage("c", 0.1))));

        assertThat(documents(fused)).containsExactly("b", "c", "a");
        assertThat(fused).allMatch(each -> Double.isFinite(each.passage().score()));
    }

    @Test
    void passagesOfEqualScoreStandInTheOrderOfDocumentAndPosition() {
        List<Ranked> fused =
                Fusion.fuse(
                        List.of(
                                list(
                                        "words",
                                        1,
                                        passage("b", 0, "x", 5),
                                        passage("a", 10, "x", 5),
                                        passage("a", 2, "x", 5),
                                        passage("z", 0, "x", 1))));

        assertThat(fused.stream().skip(0).map(each -> each.passage().position()).toList())
                .hasSize(4);
        List<Ranked> equal =
                Fusion.fuse(
                        List.of(
                                list("words", 1, passage("b", 2), passage("c", 1)),
                                list("vectors", 1, passage("a", 2), passage("c", 1))));
        assertThat(documents(equal)).containsExactly("a", "b", "c");
    }

    @Test
    void aPassageThatAListHasTwiceCountsOnce() {
        List<Ranked> fused =
                Fusion.fuse(
                        List.of(
                                list(
                                        "words",
                                        1,
                                        passage("a", 3),
                                        passage("a", 2),
                                        passage("b", 1))));

        assertThat(documents(fused)).containsExactly("a", "b");
        assertThat(fused.getFirst().passage().score()).isEqualTo(1);
    }

    @RepeatedTest(50)
    void theOrderOfTheListsDoesNotMatterAndScoresStayInRange(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        List<Found> lists = lists(random);
        List<Ranked> fused = Fusion.fuse(lists);
        List<Found> shuffled = new ArrayList<>(lists);
        Collections.shuffle(shuffled, random);

        assertThat(documents(Fusion.fuse(shuffled))).isEqualTo(documents(fused));
        assertThat(fused).allMatch(each -> each.passage().score() >= 0);
        assertThat(fused).allMatch(each -> each.passage().score() <= 1 + 1e-9);
        assertThat(fused)
                .isSortedAccordingTo(
                        Comparator.comparingDouble((Ranked each) -> -each.passage().score()));
    }

    @RepeatedTest(50)
    void aBetterScoreInOneListNeverMakesAPassageWorse(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        List<Found> lists = lists(random);
        Found list = lists.getFirst();
        int at = 1 + random.nextInt(list.passages().size() - 2);
        Passage raised = list.passages().get(at);
        List<Passage> changed = new ArrayList<>(list.passages());
        changed.set(at, raised.withScore(list.passages().get(at - 1).score()));
        List<Found> better = new ArrayList<>(lists);
        better.set(0, new Found(list.voice(), list.weight(), changed));

        assertThat(rank(Fusion.fuse(better), raised))
                .isLessThanOrEqualTo(rank(Fusion.fuse(lists), raised));
    }

    private static int rank(List<Ranked> ranked, Passage passage) {
        return documents(ranked).indexOf(passage.document());
    }

    private static List<Found> lists(Random random) {
        List<Found> lists = new ArrayList<>();
        for (String voice : List.of("words", "related", "vectors")) {
            List<Passage> passages = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                if (passages.size() < 3 || random.nextBoolean()) {
                    passages.add(passage("doc" + i, random.nextInt(8) + random.nextDouble()));
                }
            }
            passages.sort(Comparator.comparingDouble(Passage::score).reversed());
            lists.add(new Found(voice, 0.1 + random.nextDouble(), passages));
        }
        return lists;
    }

    private static Found list(String voice, double weight, Passage... passages) {
        return new Found(voice, weight, List.of(passages));
    }
}
