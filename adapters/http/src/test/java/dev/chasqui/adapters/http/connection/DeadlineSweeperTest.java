package dev.chasqui.adapters.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The thread that checks deadlines. */
class DeadlineSweeperTest {
    @Test
    void goesOnWhateverACheckThrows() throws Exception {
        CountDownLatch thrown = new CountDownLatch(2);
        CountDownLatch afterwards = new CountDownLatch(3);
        try (DeadlineSweeper sweeper = new DeadlineSweeper()) {
            sweeper.add(
                    now -> {
                        thrown.countDown();
                        throw new OutOfMemoryError("as if");
                    });
            sweeper.start();
            assertThat(thrown.await(10, TimeUnit.SECONDS)).isTrue();
            sweeper.add(now -> afterwards.countDown());
            assertThat(afterwards.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
