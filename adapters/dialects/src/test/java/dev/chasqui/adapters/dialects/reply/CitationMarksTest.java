package dev.chasqui.adapters.dialects.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.reply.CitationMarks.Mark;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CitationMarksTest {

    @Test
    void theFirstMarkOfANumberCounts() {
        CitationMarks marks = CitationMarks.of("a [2] b [12][2]");
        assertThat(marks.first(2)).contains(new Mark(2, 5));
        assertThat(marks.first(12)).contains(new Mark(8, 12));
        assertThat(marks.first(1)).isEmpty();
    }

    @Test
    void aMarkMayComeInPieces() {
        CitationMarks marks = new CitationMarks();
        for (String piece : new String[] {"see ", "[", "1", "0", "]", "."}) {
            marks.feed(piece);
        }
        assertThat(marks.first(10)).contains(new Mark(4, 8));
    }

    @Test
    void aCharacterOutsideTheBasicPlaneIsOne() {
        assertThat(CitationMarks.of("🦙🦙[1]").first(1)).contains(new Mark(2, 5));
    }

    @Test
    void aBracketWithinABracketBeginsAnew() {
        assertThat(CitationMarks.of("[[1]").first(1)).contains(new Mark(1, 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[0]", "[1 ]", "[a1]", "1]", "[1", "[99999999999999999999]"})
    void whatIsNoMarkIsNone(String text) {
        CitationMarks marks = CitationMarks.of(text);
        assertThat(marks.first(1)).isEmpty();
        assertThat(marks.first(0)).isEmpty();
    }
}
