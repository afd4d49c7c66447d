package dev.chasqui.adapters.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

class ReadAheadTest {
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> wire = new LinkedBlockingQueue<>();
    private final ReadAhead input = new ReadAhead(this::read);
    private final CountDownLatch left = new CountDownLatch(1);
    private final Semaphore reads = new Semaphore(0);

    private byte @Nullable [] read() {
        reads.release();
        try {
            byte[] bytes = wire.take();
            return bytes.length == 0 ? null : bytes;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(int value) {
        return new byte[] {(byte) value};
    }

    @Test
    void bytesReadAheadComeInOrder() throws Exception {
        input.onEnd(left::countDown);
        input.startReadAhead();
        for (int i = 0; i < 3; i++) {
            wire.add(bytes(i));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(input.next()).containsExactly(i);
        }
    }

    @Test
    void anErrorWhileItReadsAheadIsTheEndAndKeepsNobodyWaiting() throws Exception {
        ReadAhead failing =
                new ReadAhead(
                        () -> {
                            throw new OutOfMemoryError("as if");
                        });
        failing.onEnd(left::countDown);
        failing.startReadAhead();
        assertThat(left.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(failing.next()).isNull();
    }

    @Test
    void theEndIsToldOnceAndStaysTheEnd() throws Exception {
        input.onEnd(left::countDown);
        input.startReadAhead();
        wire.add(bytes(1));
        wire.add(END);
        assertThat(left.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(input.ended()).isTrue();
        assertThat(input.next()).containsExactly(1);
        assertThat(input.next()).isNull();
        CountDownLatch late = new CountDownLatch(1);
        input.onEnd(late::countDown);
        assertThat(late.getCount()).isZero();
    }

    @Test
    void theEndIsNotToldToOneWhoNoLongerWantsToKnow() throws Exception {
        input.onEnd(left::countDown);
        input.startReadAhead();
        input.removeEndAction();
        wire.add(END);
        assertThat(input.next()).isNull();
        assertThat(left.getCount()).isOne();
    }

    @Test
    void anIgnoredEndRunsTheActionOnlyOnDemand() throws Exception {
        input.onEnd(left::countDown);
        input.startReadAhead();
        input.ignoreEnd();
        wire.add(END);
        assertThat(input.next()).isNull();
        assertThat(left.getCount()).isOne();
        input.runOnEnd();
        assertThat(left.getCount()).isZero();
    }

    @Test
    void nobodyReadsAheadUntilItIsWorthIt() throws Exception {
        input.onEnd(left::countDown);
        wire.add(bytes(1));
        wire.add(END);
        input.removeEndAction();
        input.startReadAhead();
        assertThat(input.next()).containsExactly(1);
        assertThat(input.ended()).isFalse();
    }

    @Test
    void nobodyReadsAheadOfOneWhoReads() throws Exception {
        input.onEnd(left::countDown);
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<byte @Nullable []> next = other.submit(input::next);
            assertThat(reads.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
            input.startReadAhead();
            wire.add(bytes(1));
            assertThat(next.get(5, TimeUnit.SECONDS)).containsExactly(1);
        }
        assertThat(reads.tryAcquire()).isFalse();
    }

    @Test
    void aThreadThatStillReadsHandsOverWhatComesNext() throws Exception {
        input.onEnd(left::countDown);
        input.startReadAhead();
        input.removeEndAction();
        wire.add(bytes(7));
        wire.add(bytes(8));
        assertThat(input.next()).containsExactly(7);
        assertThat(input.next()).containsExactly(8);
    }
}
