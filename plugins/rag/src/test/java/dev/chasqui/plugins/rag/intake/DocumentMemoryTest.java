package dev.chasqui.plugins.rag.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class DocumentMemoryTest {
    private static final long MIB = 1 << 20;

    @Test
    void memoryHeldTooLongIsRefusedWithATimeToRetry() {
        DocumentMemory memory = new DocumentMemory(10 * MIB, Duration.ofMillis(1));
        try (DocumentMemory.Lease _ = memory.reserve(8 * MIB, "a.txt")) {
            assertThatThrownBy(() -> memory.reserve(3 * MIB, "b.txt"))
                    .extracting(e -> ((FailureException) e).failure())
                    .isInstanceOfSatisfying(
                            Failure.Overloaded.class,
                            overloaded -> assertThat(overloaded.retryAfter()).isPositive());
        }
        memory.reserve(10 * MIB, "b.txt").close();
    }

    @Test
    void moreThanTheWholeBudgetIsTooLarge() {
        DocumentMemory memory = new DocumentMemory(10 * MIB, Duration.ofMillis(1));

        assertThatThrownBy(() -> memory.reserve(11 * MIB, "a.txt"))
                .hasMessageContaining("a.txt: reading it takes 11 MiB")
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.TooLarge.class);
    }

    @Test
    void aWaitingReservationSucceedsWhenEnoughIsGivenBack() throws Exception {
        DocumentMemory memory = new DocumentMemory(10 * MIB, Duration.ofMinutes(1));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                DocumentMemory.Lease held = memory.reserve(8 * MIB, "a.txt")) {
            Future<DocumentMemory.Lease> waiting =
                    threads.submit(() -> memory.reserve(9 * MIB, "b.txt"));
            held.shrinkTo(MIB);

            waiting.get().close();
        }
        assertThat(memory.size()).isEqualTo(10 * MIB);
        memory.reserve(10 * MIB, "c.txt").close();
    }
}
