package dev.chasqui.plugins.rag.retrieval;

import static dev.chasqui.plugins.rag.retrieval.Passages.at;
import static dev.chasqui.plugins.rag.retrieval.Passages.documents;
import static dev.chasqui.plugins.rag.retrieval.Passages.passage;
import static dev.chasqui.plugins.rag.retrieval.Passages.ranked;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Dropped;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Why;

import org.junit.jupiter.api.Test;

class ShapingTest {
    private static final String LONG =
            "Every employee of the company has thirty days of leave in a year, which the manager"
                    + " grants on request, and which do not lapse before the end of March.";

    @Test
    void aTextThatTwoFilesHaveComesOnce() {
        Shaping shaping = new Shaping(5);
        shaping.choose(
                ranked(
                        passage("a", 0, LONG, 1),
                        passage(
                                "b",
                                0,
                                LONG.toUpperCase(java.util.Locale.ROOT) + " See below.",
                                0.9),
                        passage("c", 0, "Something else.", 0.8)));

        assertThat(documents(shaping.chosen())).containsExactly("a", "c");
        assertThat(shaping.dropped()).extracting(Dropped::why).containsExactly(Why.DUPLICATE);
    }

    @Test
    void textsThatDifferInANumberAreNotTheSame() {
        Shaping shaping = new Shaping(5);
        shaping.choose(
                ranked(
                        passage("a", 0, LONG + " Since 2024.", 1),
                        passage("b", 0, LONG + " Since 2025.", 0.9)));

        assertThat(documents(shaping.chosen())).containsExactly("a", "b");
    }

    @Test
    void aDocumentLeavesPlacesToOthersThatAreNearlyAsGood() {
        Shaping shaping = new Shaping(3);
        shaping.choose(
                ranked(
                        passage("a", 0, "one", 1),
                        passage("a", 5, "two", 0.95),
                        passage("a", 9, "three", 0.9),
                        passage("b", 0, "four", 0.8)));

        assertThat(documents(shaping.chosen())).containsExactly("a", "a", "b");
        assertThat(shaping.dropped()).extracting(Dropped::why).containsExactly(Why.CAP);
    }

    @Test
    void aDocumentKeepsItsPlacesIfTheOthersAreMuchWorseOrThereAreNone() {
        for (Passage other :
                new Passage[] {passage("b", 0, "four", 0.2), passage("a", 20, "four", 0.8)}) {
            Shaping shaping = new Shaping(3);
            shaping.choose(
                    ranked(
                            passage("a", 0, "one", 1),
                            passage("a", 5, "two", 0.95),
                            passage("a", 9, "three", 0.9),
                            other));

            assertThat(documents(shaping.chosen())).containsExactly("a", "a", "a");
        }
    }

    @Test
    void neighboursBecomeOnePassageAtThePlaceOfTheBetterOne() {
        Shaping shaping = new Shaping(2);
        shaping.choose(
                ranked(
                        at("a", 3, 100, "Second sentence. Third sentence.", 1),
                        at("a", 2, 84, "First sentence. Second sentence.", 0.9),
                        at("b", 0, 0, "Other.", 0.8),
                        at("a", 4, 133, "Fourth.", 0.7)));

        Passage joined = shaping.chosen().getFirst().passage();
        assertThat(documents(shaping.chosen())).containsExactly("a", "b");
        assertThat(joined.text()).isEqualTo("First sentence. Second sentence. Third sentence.");
        assertThat(joined.position()).isEqualTo(3);
        assertThat(joined.place().page()).hasValue(4);
        assertThat(joined.place().start()).isEqualTo(84);
        assertThat(joined.place().end()).isEqualTo(132);
        assertThat(shaping.dropped()).extracting(Dropped::why).containsExactly(Why.JOINED);
    }

    @Test
    void neighboursOfDifferentSectionsStayApart() {
        Shaping shaping = new Shaping(5);
        shaping.choose(ranked(at("a", 0, 0, "One.", 1), passage("a", 1, "Two.", 0.9)));

        assertThat(shaping.chosen()).hasSize(2);
    }

    @Test
    void noMoreThanTheWantedPassagesAreChosen() {
        Shaping shaping = new Shaping(1);
        shaping.choose(ranked(passage("a", 1), passage("b", 0.9)));

        assertThat(documents(shaping.chosen())).containsExactly("a");
    }

    @Test
    void textWithoutACommonPartIsJoinedAsTwoParagraphs() {
        assertThat(Joining.joined(at("a", 1, 50, "Two.", 1), at("a", 0, 0, "One.", 1)).text())
                .isEqualTo("One.\n\nTwo.");
    }
}
