package dev.chasqui.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The thread that looks after deadlines. */
class PatrolTest {
    @Test
    void goesOnWhateverACheckThrows() throws Exception {
        CountDownLatch thrown = new CountDownLatch(2);
        CountDownLatch afterwards = new CountDownLatch(3);
        try (Patrol patrol = new Patrol()) {
            patrol.add(
                    now -> {
                        thrown.countDown();
                        throw new OutOfMemoryError("as if");
                    });
            patrol.start();
            assertThat(thrown.await(10, TimeUnit.SECONDS)).isTrue();
            patrol.add(now -> afterwards.countDown());
            assertThat(afterwards.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
