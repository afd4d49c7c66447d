package dev.chasqui.benchmarks.figures;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class MedianTest {
    @Test
    void itIsTheMiddleOne() {
        assertThat(Median.of(List.of(9.0, 1.0, 2.0))).hasValue(2.0);
    }

    @Test
    void ofAnEvenNumberItIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(Median.of(List.of(9.0, 1.0, 2.0, 4.0))).hasValue(3.0);
    }

    @Test
    void withoutValuesThereIsNoMedian() {
        assertThat(Median.of(List.of())).isEmpty();
    }
}
