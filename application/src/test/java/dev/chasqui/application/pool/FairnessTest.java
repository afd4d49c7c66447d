package dev.chasqui.application.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** The sharing of the pool between callers; in virtual time, so that figures are exact. */
class FairnessTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void twoModelsThatWantOnePlaceShareItWithoutThrash() {
        BusyPool pool = new BusyPool(SECOND, Duration.ofMillis(1500), 4, "a", "b");
        for (int i = 0; i < 4; i++) {
            pool.client("client " + i, "a").client("client " + (i + 4), "b");
        }

        pool.run(Duration.ofSeconds(20));

        int more = Math.max(pool.answers("a"), pool.answers("b"));
        int fewer = Math.min(pool.answers("a"), pool.answers("b"));
        assertThat(fewer * 2).isGreaterThanOrEqualTo(more);
        assertThat(more + fewer).isGreaterThanOrEqualTo(30);
        assertThat(pool.loads()).isLessThanOrEqualTo(10);
        assertThat(pool.longestWait()).isLessThan(Duration.ofSeconds(12));
    }

    @Test
    void requestsThatAlternateAreServedInBatches() {
        Duration load = SECOND.multipliedBy(2);
        Duration answer = Duration.ofMillis(200);
        BusyPool pool = new BusyPool(load, answer, 1, "a", "b");
        for (int i = 0; i < 100; i++) {
            pool.request(answer.multipliedBy(i), "client", i % 2 == 0 ? "a" : "b");
        }
        Duration time = Duration.ofSeconds(40);

        pool.run(time);

        long oneAfterTheOther = time.dividedBy(load.plus(answer));
        assertThat(pool.answers("client")).isGreaterThan(2 * (int) oneAfterTheOther);
    }

    @Test
    void aCallerWithManyRequestsDoesNotKeepOutOneWithFew() {
        BusyPool pool = new BusyPool(SECOND, SECOND, 1, "a");
        for (int i = 0; i < 20; i++) {
            pool.client("greedy", "a");
        }
        pool.client("modest", "a");

        pool.run(Duration.ofSeconds(101));

        assertThat(pool.answers("modest")).isGreaterThanOrEqualTo(48);
    }

    @Test
    void aCallerWithManyModelsDoesNotKeepOutOneWithAnother() {
        BusyPool pool = new BusyPool(SECOND, SECOND, 1, "a", "b", "c", "d");
        pool.client("greedy", "a").client("greedy", "b").client("greedy", "c");
        pool.request(Duration.ofMillis(1), "modest", "d");

        pool.run(Duration.ofSeconds(14));

        assertThat(pool.answers("modest")).isEqualTo(1);
    }

    @Test
    void nobodyIsStarvedByOneModelThatIsAlwaysWanted() {
        BusyPool pool = new BusyPool(SECOND, SECOND, 2, "a", "b");
        pool.client("ada", "a").client("bob", "a").client("cyd", "a");
        pool.request(SECOND.multipliedBy(5), "dan", "b");

        pool.run(Duration.ofSeconds(60));

        assertThat(pool.answers("dan")).isEqualTo(1);
        assertThat(pool.longestWait()).isLessThan(Duration.ofSeconds(12));
    }
}
