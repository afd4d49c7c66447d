package dev.chasqui.benchmarks.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.chasqui.benchmarks.figures.Slope.Point;

import org.junit.jupiter.api.Test;

import java.util.List;

class SlopeTest {
    @Test
    void aLineHasItsSlope() {
        List<Point> line = List.of(new Point(1, 100), new Point(2, 103), new Point(4, 109));

        assertThat(Slope.of(line)).isCloseTo(3, within(1e-9));
    }

    @Test
    void equalRisesAndFallsAreNoGrowth() {
        List<Point> zigzag =
                List.of(new Point(0, 5), new Point(1, 7), new Point(2, 7), new Point(3, 5));

        assertThat(Slope.of(zigzag)).isCloseTo(0, within(1e-9));
    }

    @Test
    void onePointHasNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> Slope.of(List.of(new Point(1, 1))));
    }
}
