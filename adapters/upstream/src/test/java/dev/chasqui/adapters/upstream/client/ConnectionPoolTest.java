package dev.chasqui.adapters.upstream.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.Polled;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class ConnectionPoolTest {
    private final ConnectionPool pool = new ConnectionPool(Duration.ZERO);

    @Test
    void theConnectionThatCameLastIsTakenFirst() throws IOException {
        try (Pairs pairs = new Pairs()) {
            Connection older = pairs.connect();
            Connection newer = pairs.connect();
            pool.put(older);
            pool.put(newer);

            assertThat(pool.take()).containsSame(newer);
            assertThat(pool.take()).containsSame(older);
            assertThat(pool.take()).isEmpty();
        }
    }

    @Test
    void aConnectionThatTheServerClosedIsNotGiven() throws IOException {
        try (Pairs pairs = new Pairs()) {
            Connection connection = pairs.connect();
            pairs.closeServersEnd(0);
            Polled.until("the close has arrived", () -> !connection.isReusable());
            pool.put(connection);

            assertThat(pool.take()).isEmpty();
            assertThat(pairs.clientsLeft()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionWithAnAnswerThatNobodyAskedForIsNotGiven() throws IOException {
        try (Pairs pairs = new Pairs()) {
            Connection connection = pairs.connect();
            pairs.write(0, "HTTP/1.1 408 Request Timeout\r\n\r\n");
            Polled.until("the bytes have arrived", () -> !connection.isReusable());
            pool.put(connection);

            assertThat(pool.take()).isEmpty();
        }
    }

    @Test
    void noMoreIsOneThatWasUsedAMomentAgo() throws IOException {
        ConnectionPool busy = new ConnectionPool(Duration.ofDays(1));
        try (Pairs pairs = new Pairs()) {
            Connection connection = pairs.connect();
            pairs.write(0, "HTTP/1.1 408 Request Timeout\r\n\r\n");
            Polled.until("the bytes have arrived", () -> !connection.hasNoInput());
            busy.put(connection);

            assertThat(busy.take()).isEmpty();
        }
    }

    @Test
    void ofARushOnlySomeConnectionsStay() throws IOException {
        try (Pairs pairs = new Pairs()) {
            for (int i = 0; i < 264; i++) {
                pool.put(pairs.connect());
            }
            assertThat(pool.size()).isEqualTo(256);
            assertThat(pairs.clientsLeft()).isEqualTo(8);
        }
    }

    /** Connections with both ends in the test's hands. */
    private static final class Pairs implements AutoCloseable {
        private final PieceLoop loop =
                new PieceLoop("pieces-test", Duration.ofMillis(1), Duration.ZERO);
        private final ServerSocketChannel listener = ServerSocketChannel.open();
        private final List<SocketChannel> servers = new ArrayList<>();
        private final List<SocketChannel> clients = new ArrayList<>();

        Pairs() throws IOException {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }

        Connection connect() {
            try {
                SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                clients.add(client);
                servers.add(listener.accept());
                return new Connection(client, client.socket(), new Deadlines(), loop);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void closeServersEnd(int number) throws IOException {
            servers.get(number).close();
        }

        void write(int number, String text) throws IOException {
            servers.get(number).write(StandardCharsets.UTF_8.encode(text));
        }

        long clientsLeft() {
            return clients.stream().filter(client -> !client.isOpen()).count();
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (SocketChannel server : servers) {
                server.close();
            }
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }
}
