package dev.chasqui.plugins.rag.retrieval;

import static dev.chasqui.plugins.rag.retrieval.Passages.documents;
import static dev.chasqui.plugins.rag.retrieval.Passages.passage;
import static dev.chasqui.plugins.rag.retrieval.Passages.ranked;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Ranked;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class FeedbackTest {

    @Test
    void theTellingWordsOfTheBestPassagesAreAdded() {
        List<Passage> found = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String text =
                    i < 5 ? "the holiday entitlement of staff" : "the number " + i + " of things";
            found.add(passage("doc" + i, 0, text, 1 - i / 100.0));
        }
        String expanded =
                Feedback.expanded("days off?", ranked(found.toArray(new Passage[0]))).orElseThrow();

        assertThat(expanded)
                .startsWith("days off?\ndays off?\ndays off?\n")
                .contains("holiday", "entitlement", "staff")
                .doesNotContain("the ", "things");
    }

    @Test
    void fewPassagesAndLongQuestionsAndNoWordsAddNothing() {
        Ranked[] few = ranked(passage("a", 1)).toArray(new Ranked[0]);

        assertThat(Feedback.expanded("days off?", List.of(few))).isEmpty();
        List<Passage> many = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            many.add(passage("d" + i, 0, "word" + i, 1));
        }
        List<Ranked> found = ranked(many.toArray(new Passage[0]));
        assertThat(Feedback.expanded("word ".repeat(61), found)).isEmpty();
        assertThat(Feedback.expanded("?", found)).isEmpty();
        assertThat(Feedback.expanded("word", found)).isPresent();
    }

    @Test
    void aPassageThatWasClearlyTheBestStaysFirst() {
        List<Ranked> clear = ranked(passage("a", 1), passage("b", 0.9));
        List<Ranked> close = ranked(passage("a", 1), passage("b", 0.98));
        List<Ranked> with = ranked(passage("b", 0.97), passage("a", 0.9));

        List<Ranked> kept = Feedback.keepingFirst(clear, with);
        assertThat(documents(kept)).containsExactly("a", "b");
        assertThat(kept.getFirst().passage().score()).isEqualTo(0.97);
        assertThat(documents(Feedback.keepingFirst(close, with))).containsExactly("b", "a");
    }
}
