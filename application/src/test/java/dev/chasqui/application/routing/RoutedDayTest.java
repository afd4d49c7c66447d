package dev.chasqui.application.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.routing.RoutedDay.Outcome;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The strategies in a simulated day. {@code -Drouting.day=PT24H} simulates a whole one instead of a
 * short one, and prints the outcomes.
 */
class RoutedDayTest {
    private static final Duration SHORT = Duration.ofHours(1);
    private static final Duration LENGTH =
            Duration.parse(System.getProperty("routing.day", SHORT.toString()));
    private static final List<Long> SEEDS = List.of(1532L, 1572L, 1781L);

    @Test
    void smartIsQuickerThanLeastLoadedAndThatIsQuickerThanADraw() {
        for (long seed : SEEDS) {
            Map<Strategy, Outcome> outcomes = new EnumMap<>(Strategy.class);
            for (Strategy strategy :
                    List.of(Strategy.SMART, Strategy.LEAST_LOADED, Strategy.WEIGHTED)) {
                Outcome outcome = RoutedDay.of(strategy, seed, LENGTH);
                outcomes.put(strategy, outcome);
                print(seed, strategy, outcome);
            }

            Outcome smart = outcomes.get(Strategy.SMART);
            Outcome leastLoaded = outcomes.get(Strategy.LEAST_LOADED);
            Outcome drawn = outcomes.get(Strategy.WEIGHTED);
            assertThat(smart.requests()).isEqualTo(drawn.requests());
            assertThat(smart.mean()).isLessThan(leastLoaded.mean());
            assertThat(leastLoaded.mean()).isLessThan(drawn.mean());
        }
    }

    @Test
    void troublesOfSomeBackendsLoseNoRequest() {
        for (long seed : SEEDS) {
            Outcome outcome = RoutedDay.of(Strategy.SMART, seed, LENGTH);

            assertThat(outcome.lost()).isZero();
            assertThat(outcome.failedCalls()).isBetween(1, outcome.requests() / 50);
        }
    }

    private static void print(long seed, Strategy strategy, Outcome outcome) {
        if (!LENGTH.equals(SHORT)) {
            System.out.printf(
                    "%d %-12s %d requests, %d lost, %d failed calls, first event: mean %.1f s,"
                            + " median %.1f, 95 %% %.1f, 99 %% %.1f%n",
                    seed,
                    strategy,
                    outcome.requests(),
                    outcome.lost(),
                    outcome.failedCalls(),
                    outcome.mean().toMillis() / 1e3,
                    outcome.within(0.5).toMillis() / 1e3,
                    outcome.within(0.95).toMillis() / 1e3,
                    outcome.within(0.99).toMillis() / 1e3);
        }
    }
}
