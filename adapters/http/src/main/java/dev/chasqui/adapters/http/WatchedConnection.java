package dev.chasqui.adapters.http;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;

import java.time.Duration;

/**
 * A connection that lingers at its end and then leaves the register.
 *
 * @param forget takes it out of the register
 */
record WatchedConnection(ServerConnection connection, ConnectionWatch watch, Runnable forget)
        implements ServerConnection, InterruptableTask<Void> {

    @Override
    public void handle(Limit limit) throws InterruptedException {
        try {
            connection.handle(limit);
        } finally {
            watch.linger();
            forget.run();
        }
    }

    @Override
    public Duration idleTime() {
        return connection.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        connection.close(interrupt);
    }

    /** Whether it only waits for a request, so that a server that stops may interrupt it. */
    @Override
    public boolean canInterrupt() {
        return connection instanceof InterruptableTask<?> task && task.canInterrupt();
    }
}
