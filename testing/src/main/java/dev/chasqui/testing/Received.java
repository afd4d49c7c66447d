package dev.chasqui.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A request that reached a {@link FakeBackend}.
 *
 * @param message the request, byte for byte
 * @param connection the number of its connection, from 1: two requests with the same number shared
 *     a connection
 * @param hungUp the latch that is counted down when the peer closes that connection
 */
public record Received(WireMessage message, int connection, CountDownLatch hungUp) {

    /** Returns true if the peer has closed the connection, or its half of it. */
    public boolean isHungUp() {
        return hungUp.getCount() == 0;
    }

    /**
     * Waits for the peer to close the connection.
     *
     * @throws AssertionError if it is still open at the deadline
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public void awaitHangUp(Duration deadline) throws InterruptedException {
        if (!hungUp.await(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError(
                    "connection of " + message.firstLine() + ": still open after " + deadline);
        }
    }
}
