package dev.chasqui.adapters.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.spi.ServerConnection;

import java.io.UncheckedIOException;
import java.time.Duration;

/** A connection more than there may be: it gets its answer before it has asked. */
record RefusedConnection(ConnectionWatch watch, byte[] answer, Runnable forget)
        implements ServerConnection {

    @Override
    public void handle(Limit limit) {
        try {
            watch.bodyExpected(0);
            watch.output().writeNow(BufferData.create(answer));
            watch.linger();
        } catch (UncheckedIOException e) {
            // It has left.
        } finally {
            forget.run();
        }
    }

    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
        watch.cut();
    }
}
