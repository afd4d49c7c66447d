package dev.chasqui.bootstrap.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chasqui.adapters.hub.Hub;
import dev.chasqui.adapters.hub.HubSettings;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

class FileDescriptionsTest {
    @Test
    @Timeout(20)
    void whileAFileIsReadShortAnswersComeAtOnceAndDetailedOnesWaitForALimitedTime()
            throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Hub hub = new Hub(HubSettings.fromEnvironment(Map.of()))) {
            FileDescriptions descriptions =
                    new FileDescriptions(
                            _ -> {
                                reading.countDown();
                                awaitOpen(goOn);
                                return Optional.empty();
                            },
                            hub,
                            Duration.ofMillis(20));
            Thread slow = Thread.startVirtualThread(() -> descriptions.describe("a", true));
            reading.await();

            assertThat(descriptions.describe("b", false)).isEmpty();
            assertThatExceptionOfType(FailureException.class)
                    .isThrownBy(() -> descriptions.describe("b", true))
                    .satisfies(e -> assertThat(e.failure()).isInstanceOf(Failure.Overloaded.class));
            goOn.countDown();
            slow.join();
            assertThat(descriptions.describe("b", true)).isEmpty();
        }
    }

    private static void awaitOpen(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
