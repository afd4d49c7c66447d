package dev.chasqui.application.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.routing.RoutedDay.Outcome;
import dev.chasqui.application.routing.RoutedDay.Talks;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

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
            Outcome smart = simulated(Strategy.SMART, seed);
            Outcome leastLoaded = simulated(Strategy.LEAST_LOADED, seed);
            Outcome drawn = simulated(Strategy.WEIGHTED, seed);

            assertThat(smart.requests()).isEqualTo(drawn.requests());
            assertThat(smart.mean()).isLessThan(leastLoaded.mean());
            assertThat(leastLoaded.mean()).isLessThan(drawn.mean());
        }
    }

    @Test
    void troublesOfSomeBackendsLoseNoRequest() {
        for (long seed : SEEDS) {
            Outcome outcome = simulated(Strategy.SMART, seed);

            assertThat(outcome.lost()).isZero();
            assertThat(outcome.failedCalls()).isBetween(1, outcome.requests() / 50);
        }
    }

    @Test
    void conversationsThatGoOnWhereTheyWereAreQuicker() {
        for (long seed : SEEDS) {
            for (Strategy strategy : List.of(Strategy.SMART, Strategy.LEAST_LOADED)) {
                Outcome with = simulated(strategy, seed, Talks.of(true));
                Outcome without = simulated(strategy, seed, Talks.of(false));

                assertThat(with.mean()).isLessThan(without.mean());
                assertThat(with.warm()).isGreaterThan(without.warm());
                assertThat(with.lost()).isZero();
            }
        }
    }

    private static Outcome simulated(Strategy strategy, long seed) {
        return simulated(strategy, seed, Talks.NONE);
    }

    private static Outcome simulated(Strategy strategy, long seed, Talks talks) {
        Outcome outcome = RoutedDay.of(strategy, seed, LENGTH, talks);
        if (!LENGTH.equals(SHORT)) {
            System.out.printf(
                    "%d %-12s affinity %s, %d warm, %d requests, %d lost, %d failed calls, first"
                            + " event: mean %.1f s, median %.1f, 95 %% %.1f, 99 %% %.1f%n",
                    seed,
                    strategy,
                    talks.affinity(),
                    outcome.warm(),
                    outcome.requests(),
                    outcome.lost(),
                    outcome.failedCalls(),
                    outcome.mean().toMillis() / 1e3,
                    outcome.within(0.5).toMillis() / 1e3,
                    outcome.within(0.95).toMillis() / 1e3,
                    outcome.within(0.99).toMillis() / 1e3);
        }
        return outcome;
    }
}
