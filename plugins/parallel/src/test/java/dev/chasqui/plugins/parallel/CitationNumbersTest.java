package dev.chasqui.plugins.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.reply.Citation;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.plugins.branches.AnswerForm;
import dev.chasqui.plugins.branches.BranchAnswer;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;

class CitationNumbersTest {
    private final CitationNumbers numbers = new CitationNumbers(true);

    @Test
    void aPassageWhoseNumberIsTakenGetsTheNextFreeOneAlsoInTheText() {
        assertThat(numbers.add(answer("A [1], B [2].", citation(1, "a"), citation(2, "b"))))
                .isEqualTo("A [1], B [2].");
        assertThat(
                        numbers.add(
                                answer(
                                        "C [1], [2;3], [1–3], B [ 4 ], [4], [9], [1, 9],"
                                                + " list[12345].",
                                        citation(1, "c"),
                                        citation(2, "d"),
                                        citation(3, "e"),
                                        citation(4, "b"))))
                .isEqualTo("C [3], [4;5], [3, 4, 5], B [ 4 ], [2], [9], [3, 9], list[12345].");
        assertThat(numbers.events())
                .containsExactly(
                        new ReplyEvent.Cited(
                                List.of(
                                        citation(1, "a"),
                                        citation(2, "b"),
                                        citation(3, "c"),
                                        citation(4, "d"),
                                        citation(5, "e"))));
    }

    @Test
    void theTextOfAStructuredAnswerStays() {
        CitationNumbers structured = new CitationNumbers(false);
        structured.add(answer("[1]", citation(1, "a")));

        assertThat(structured.add(answer("[1]", citation(1, "b")))).isEqualTo("[1]");
        assertThat(structured.events())
                .containsExactly(new ReplyEvent.Cited(List.of(citation(1, "a"))));
    }

    private static BranchAnswer answer(String text, Citation... citations) {
        return BranchAnswer.of(
                List.of(
                        new ReplyEvent.Text(text),
                        new ReplyEvent.Cited(List.of(citations)),
                        new ReplyEvent.Finish(FinishReason.STOP)),
                AnswerForm.PROSE);
    }

    private static Citation citation(int number, String document) {
        return new Citation(number, document, "docs", URI.create("file:/" + document), "", true);
    }
}
