package dev.chasqui.plugins.rag;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Set;

class CitationScannerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "as said [1].            > 1",
                "both [1][2]             > 1 2",
                "both [2, 1] or [3;4]    > 1 2 3 4",
                "days[1].                > 1",
                "three [1-3] or [5–6]    > 1 2 3 5 6",
                "[[12]]                  > 12",
                "none [x] [1 [] [1a] 1]  > ''",
                "not ours [ 1 ] [-1] [,] > ''",
                "[1 or [2]               > 2",
                "[12345]                 > ''"
            })
    void citationsAreFoundHoweverTheTextIsCut(String text, String expected) {
        Set<Integer> numbers =
                expected.isEmpty()
                        ? Set.of()
                        : Set.copyOf(
                                List.of(expected.split(" ")).stream()
                                        .map(Integer::valueOf)
                                        .toList());

        for (int size = 1; size <= text.length(); size++) {
            CitationScanner scanner = new CitationScanner();
            for (int at = 0; at < text.length(); at += size) {
                scanner.read(text.substring(at, Math.min(text.length(), at + size)));
            }
            assertThat(scanner.numbers()).as("pieces of " + size).isEqualTo(numbers);
        }
    }

    @Test
    void aBracketThatNeverClosesIsForgotten() {
        CitationScanner scanner = new CitationScanner();
        scanner.read("[1" + ", 1".repeat(400));
        scanner.read("]");

        assertThat(scanner.numbers()).isEmpty();
    }
}
