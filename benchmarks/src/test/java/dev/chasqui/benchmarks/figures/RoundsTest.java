package dev.chasqui.benchmarks.figures;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Optional;

class RoundsTest {
    private static final Quantity P50 = Quantity.P50;

    @Test
    void theRatioIsTheMedianOfRatiosInTheSameRound() {
        Rounds rounds = new Rounds(Optional.empty(), "nginx");
        rounds.add(Map.of("nginx", sample(10), "ours", sample(20)));
        // A round in which the machine was busy: both are slow.
        rounds.add(Map.of("nginx", sample(100), "ours", sample(200)));
        rounds.add(Map.of("nginx", sample(10), "ours", sample(30)));

        Figure figure = rounds.figure(key("ours"));

        assertThat(figure.ratio()).hasValue(2.0);
        assertThat(figure.median()).hasValue(30.0);
        assertThat(figure.windows()).isEqualTo(3);
    }

    @Test
    void oneFailedWindowInTenDoesNotCount() {
        Rounds rounds = rounds(9, 1);

        Figure figure = rounds.figure(key("ours"));

        assertThat(figure.median()).hasValue(20.0);
        assertThat(figure.failed()).isEqualTo(1);
        assertThat(rounds.isLost("ours", 10)).isFalse();
    }

    @Test
    void moreFailedWindowsThanOneInTenLeaveNoFigure() {
        Rounds rounds = rounds(8, 2);

        Figure figure = rounds.figure(key("ours"));

        assertThat(figure.median()).isEmpty();
        assertThat(figure.ratio()).isEmpty();
        assertThat(figure.why()).isEqualTo("2 of 10 windows failed: cut");
        assertThat(rounds.isLost("ours", 10)).isTrue();
    }

    @Test
    void aRoundWithoutTheYardstickStillCountsForTheMedian() {
        Rounds rounds = new Rounds(Optional.empty(), "nginx");
        rounds.add(Map.of("nginx", new Sample.Failed("cut"), "ours", sample(20)));

        assertThat(rounds.figure(key("ours")).median()).hasValue(20.0);
        assertThat(rounds.figure(key("ours")).ratio()).isEmpty();
    }

    @Test
    void addedTimeIsComparedWithTheTimeThatTheYardstickAdds() {
        Rounds rounds = new Rounds(Optional.of("direct"), "nginx");
        rounds.add(Map.of("direct", sample(5), "nginx", sample(15), "ours", sample(20)));

        assertThat(rounds.figure(key("ours")).median()).hasValue(15.0);
        assertThat(rounds.figure(key("ours")).ratio()).hasValue(1.5);
        assertThat(rounds.figure(key("direct")).median()).hasValue(5.0);
        assertThat(rounds.figure(key("direct")).ratio()).isEmpty();
    }

    @Test
    void aNameThatWasNotMeasuredHasNoFigure() {
        assertThat(rounds(1, 0).figure(key("another")).why()).isEqualTo("not measured");
    }

    private static Rounds rounds(int good, int bad) {
        Rounds rounds = new Rounds(Optional.empty(), "nginx");
        for (int i = 0; i < good; i++) {
            rounds.add(Map.of("nginx", sample(10), "ours", sample(20)));
        }
        for (int i = 0; i < bad; i++) {
            rounds.add(Map.of("nginx", sample(10), "ours", new Sample.Failed("cut")));
        }
        return rounds;
    }

    private static Sample sample(double value) {
        return new Sample.Measured(Map.of(P50, value));
    }

    private static Figure.Key key(String subject) {
        return new Figure.Key("row", subject, P50);
    }
}
