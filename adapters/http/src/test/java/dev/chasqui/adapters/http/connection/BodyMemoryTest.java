package dev.chasqui.adapters.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The memory that all bodies share. */
class BodyMemoryTest {
    private static final int MIB = 1 << 20;
    private static final Duration LONG = Duration.ofSeconds(20);

    /** A memory of 24 MiB: 21 MiB are for large bodies, which take three times their size. */
    private final BodyMemory memory = new BodyMemory(24 * MIB, Duration.ZERO);

    private static Failure refused(BodyMemory memory, long length) {
        return catchThrowableOfType(FailureException.class, () -> memory.reserve(length)).failure();
    }

    @Test
    void releasedMemoryMayBeReservedAgain() {
        BodyMemory.Reservation first = memory.reserve(4 * MIB);
        memory.reserve(3 * MIB);
        assertThat(refused(memory, MIB))
                .isInstanceOfSatisfying(
                        Failure.Overloaded.class,
                        full -> {
                            assertThat(full.retryAfter()).isPositive();
                            assertThat(full.message()).contains("server.bodyMemory");
                        });

        first.shrinkTo(MIB);
        memory.reserve(3 * MIB).close();
        first.close();
        first.close();
        memory.reserve(4 * MIB);
        assertThat(refused(memory, MIB)).isInstanceOf(Failure.Overloaded.class);
    }

    @Test
    void aBodyThatNeverFitsIsToldSoAtOnce() {
        assertThat(memory.largestBody()).isEqualTo(7 * MIB);
        memory.reserve(7 * MIB).close();
        assertThat(refused(memory, 7 * MIB + 1))
                .isInstanceOfSatisfying(
                        Failure.TooLarge.class,
                        large ->
                                assertThat(large.message())
                                        .contains("7340032 bytes", "server.bodyMemory"));
    }

    @Test
    void smallBodiesDoNotWaitForLargeOnesNorLargeOnesForThem() {
        memory.reserve(7 * MIB);
        for (int i = 0; i < 16; i++) {
            memory.reserve(BodyMemory.SMALL);
        }
        assertThat(refused(memory, BodyMemory.SMALL)).isInstanceOf(Failure.Overloaded.class);
    }

    @Test
    void evenTheLeastMemoryTakesASmallBodyOfEachKind() {
        BodyMemory least = new BodyMemory(1, Duration.ZERO);
        least.reserve(BodyMemory.SMALL);
        assertThat(least.largestBody()).isGreaterThanOrEqualTo(BodyMemory.SMALL);
    }

    @Test
    void aLaterRequestDoesNotPassAWaitingLargerOne() throws Exception {
        BodyMemory patient = new BodyMemory(24 * MIB, LONG);
        BodyMemory.Reservation first = patient.reserve(4 * MIB);
        CompletableFuture<BodyMemory.Reservation> large =
                CompletableFuture.supplyAsync(
                        () -> patient.reserve(7 * MIB), Thread::startVirtualThread);
        awaitWaiting(patient, 1);
        CompletableFuture<BodyMemory.Reservation> late =
                CompletableFuture.supplyAsync(
                        () -> patient.reserve(MIB), Thread::startVirtualThread);
        awaitWaiting(patient, 2);

        first.close();
        BodyMemory.Reservation whole = large.get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(late).isNotDone();
        whole.close();
        late.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    private static void awaitWaiting(BodyMemory memory, int wanted) {
        long end = System.nanoTime() + LONG.toNanos();
        while (memory.waiting() < wanted) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void ofTheHeapAQuarterIsForBodiesAndUpToHalfForOneOfTheLargest() {
        assertThat(BodyMemory.defaultBytes(4096L * MIB, 32 * MIB)).isEqualTo(1024L * MIB);
        long small = BodyMemory.defaultBytes(256L * MIB, 32 * MIB);
        assertThat(small).isBetween(64L * MIB, 128L * MIB);
        assertThat(new BodyMemory(small, Duration.ZERO).largestBody())
                .isGreaterThanOrEqualTo(32 * MIB);
        assertThat(BodyMemory.defaultBytes(64L * MIB, 32 * MIB)).isEqualTo(32L * MIB);
    }
}
