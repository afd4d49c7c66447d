package dev.chasqui.adapters.http.connection;

import static dev.chasqui.adapters.http.connection.WatchedConnection.REQUESTS_PER_READER;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.spi.ServerConnection;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/** Connections whose requests are one letter each; some of them arrive together. */
class WatchedConnectionTest {
    private final Queue<String> wire = new ArrayDeque<>();
    private final List<DataReader> readers = new ArrayList<>();
    private final StringBuilder handled = new StringBuilder();
    private Consumer<WatchedConnection> meanwhile = _ -> {};
    private Runnable whileRenewed = () -> {};
    private boolean ended;

    private final WatchedConnection connection =
            new WatchedConnection(
                    (reader, _) -> new Letters(reader),
                    this::next,
                    new NoOutput(),
                    1_000,
                    Optional.empty(),
                    () -> ended = true);

    /** A writer to a client that gets nothing here. */
    private static final class NoOutput implements DataWriter {
        @Override
        public void write(BufferData... buffers) {}

        @Override
        public void write(BufferData buffer) {}

        @Override
        public void writeNow(BufferData... buffers) {}

        @Override
        public void writeNow(BufferData buffer) {}
    }

    private byte @Nullable [] next() {
        String piece = wire.poll();
        return piece == null ? null : piece.getBytes(US_ASCII);
    }

    /**
     * A connection that handles requests as Helidon does, until it is closed or there are no more.
     */
    private final class Letters implements ServerConnection {
        private final DataReader reader;
        private boolean closed;

        Letters(DataReader reader) {
            this.reader = reader;
            readers.add(reader);
            whileRenewed.run();
        }

        @Override
        public void handle(Limit limit) {
            try {
                while (!closed) {
                    handled.append((char) reader.read());
                    meanwhile.accept(connection);
                    connection.answered();
                }
            } catch (DataReader.InsufficientDataAvailableException e) {
                // The client has left.
            }
        }

        @Override
        public Duration idleTime() {
            return Duration.ZERO;
        }

        @Override
        public void close(boolean interrupt) {
            closed = true;
        }
    }

    private String handled() throws InterruptedException {
        connection.handle(FixedLimit.create());
        return handled.toString();
    }

    private void sendAlone(int requests) {
        for (int i = 0; i < requests; i++) {
            wire.add("a");
        }
    }

    @Test
    void afterSomeRequestsANewReaderReadsOn() throws Exception {
        sendAlone(2 * REQUESTS_PER_READER + 1);
        assertThat(handled()).hasSize(2 * REQUESTS_PER_READER + 1);
        assertThat(readers).hasSize(3);
        assertThat(ended).isTrue();
    }

    @Test
    void aReaderThatHasGotMoreStays() throws Exception {
        sendAlone(REQUESTS_PER_READER - 1);
        wire.add("bcd");
        wire.add("e");
        assertThat(handled()).endsWith("abcde").hasSize(REQUESTS_PER_READER + 3);
        assertThat(readers).hasSize(2);
    }

    @Test
    void noneReadsOnAfterTheAnswerThatIsTheLast() throws Exception {
        sendAlone(2 * REQUESTS_PER_READER);
        meanwhile =
                one -> {
                    if (handled.length() == REQUESTS_PER_READER) {
                        one.endAfterAnswer();
                    }
                };
        assertThat(handled()).hasSize(REQUESTS_PER_READER);
        assertThat(ended).isTrue();
    }

    @Test
    void noneReadsOnIfItWasClosedWhileANewReaderCame() throws Exception {
        sendAlone(2 * REQUESTS_PER_READER);
        whileRenewed = () -> connection.close(false);
        assertThat(handled()).hasSize(REQUESTS_PER_READER);
        assertThat(readers).hasSize(2);
        assertThat(ended).isTrue();
    }

    @Test
    void aThreadThatIsToStopGetsNoNewReader() throws Exception {
        sendAlone(2 * REQUESTS_PER_READER);
        meanwhile = _ -> Thread.currentThread().interrupt();
        assertThat(handled()).hasSize(2 * REQUESTS_PER_READER);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(readers).hasSize(1);
    }
}
