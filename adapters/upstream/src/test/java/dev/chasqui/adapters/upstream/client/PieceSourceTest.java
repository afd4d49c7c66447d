package dev.chasqui.adapters.upstream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.testing.Polled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Reads of a connection, before the loop waits for it and afterwards. */
@Timeout(60)
class PieceSourceTest {
    /** The number of reads after which the loop waits, and one more. */
    private static final int MANY = PieceSource.READS_BEFORE_THE_LOOP + 2;

    /** The shortest pause: after it the loop notices all changes, even without a wake-up. */
    private static final Duration REST = Duration.ofNanos(1);

    /** A time longer than any wait of a test: the loop then notices nothing by a timeout. */
    private static final Duration LONG = Duration.ofMinutes(2);

    private final List<Link> links = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final PieceLoop loop = new PieceLoop("pieces-test", REST, LONG);

    /** A connection with both ends in the test's hands. */
    private record Link(SocketChannel client, SocketChannel server, PieceSource source) {
        void send(String text) throws IOException {
            server.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        String text() throws IOException {
            byte[] room = new byte[100];
            int count = source.read(room, 0, room.length);
            return new String(room, 0, Math.max(0, count), StandardCharsets.UTF_8);
        }

        /** Reads so many pieces that from now on the loop waits for more. */
        void awaitPieces() throws IOException {
            source.expectPieces();
            for (int i = 0; i < MANY; i++) {
                send("piece");
                assertThat(text()).isEqualTo("piece");
            }
            assertThat(client.isBlocking()).as("it blocks, so without the loop").isFalse();
        }
    }

    private Link link(PieceLoop loop) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel client = SocketChannel.open(listener.getLocalAddress());
            Link link =
                    new Link(
                            client,
                            listener.accept(),
                            new PieceSource(client, client.socket().getInputStream()::read, loop));
            links.add(link);
            return link;
        }
    }

    @AfterEach
    void close() throws Exception {
        for (Link link : links) {
            link.source().close();
            link.server().close();
        }
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).as("all have ended").isTrue();
    }

    @Test
    void whateverTheirPaceAllBytesComeInOrderOneAnswerAfterTheOther() throws Exception {
        Link link = link(loop);
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            byte[] sent = new byte[random.nextInt(200_000)];
            random.nextBytes(sent);
            AtomicInteger taken = new AtomicInteger();
            link.source().expectPieces();
            Future<byte[]> received = threads.submit(() -> read(link, sent.length, taken));
            for (int from = 0; from < sent.length; ) {
                int length = Math.min(sent.length - from, 1 + random.nextInt(20_000));
                link.server().write(ByteBuffer.wrap(sent, from, length));
                from += length;
                if (random.nextBoolean()) {
                    // The reader now and then waits before more is sent.
                    int all = from;
                    Polled.until("all is taken", () -> taken.get() == all);
                }
            }

            assertThat(received.get(10, TimeUnit.SECONDS)).as("seed " + seed).isEqualTo(sent);
            link.source().endPieces();
            assertThat(link.client().isBlocking()).isTrue();
        }
    }

    @Test
    void whatComesWhileNobodyReadsIsThereForWhoReadsNext() throws Exception {
        Link link = link(loop);
        link.awaitPieces();
        link.send("one");
        assertThat(link.text()).isEqualTo("one");
        link.send("two");
        assertThat(link.text()).isEqualTo("two");
        Future<String> third = threads.submit(link::text);
        link.send("three");
        assertThat(third.get(10, TimeUnit.SECONDS)).isEqualTo("three");
    }

    @Test
    void piecesThatFollowCloselyWaitUntilTheLoopHasRested() throws Exception {
        Duration rest = Duration.ofMillis(300);
        PieceLoop slow = new PieceLoop("pieces-test", rest, LONG);
        Link first = link(slow);
        Link second = link(slow);
        first.awaitPieces();
        second.awaitPieces();
        Future<String> one = threads.submit(first::text);
        Future<String> two = threads.submit(second::text);

        long begun = System.nanoTime();
        first.send("one");
        assertThat(one.get(10, TimeUnit.SECONDS)).isEqualTo("one");
        second.send("two");
        assertThat(two.get(10, TimeUnit.SECONDS)).isEqualTo("two");
        // On a slow machine it may be later, but never earlier.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(rest);
    }

    @Test
    void anEndThatComesWithTheLastBytesIsSeenAfterThem() throws Exception {
        Link link = link(loop);
        link.awaitPieces();
        link.send("last");
        link.server().shutdownOutput();
        assertThat(link.text()).isEqualTo("last");
        byte[] room = new byte[10];
        for (int i = 0; i < 2; i++) {
            assertThat(link.source().read(room, 0, room.length)).isEqualTo(-1);
        }
    }

    @Test
    void anEndIsSeenByWhoWaits() throws Exception {
        Link link = link(loop);
        link.awaitPieces();
        byte[] room = new byte[10];
        Future<Integer> end = threads.submit(() -> link.source().read(room, 0, room.length));
        link.server().shutdownOutput();
        assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
    }

    @Test
    void closingEndsTheWait() throws Exception {
        Link link = link(loop);
        link.awaitPieces();
        AtomicReference<Thread> reader = new AtomicReference<>();
        Future<String> text =
                threads.submit(
                        () -> {
                            reader.set(Thread.currentThread());
                            return link.text();
                        });
        Polled.until("somebody waits", () -> isWaiting(reader.get()));
        link.source().close();
        assertThatThrownBy(() -> text.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(AsynchronousCloseException.class);
        Polled.until("the socket is gone", () -> isGone(link));
    }

    @Test
    void anInterruptEndsTheWaitAndTheConnection() throws Exception {
        Link link = link(loop);
        link.awaitPieces();
        AtomicReference<Throwable> seen = new AtomicReference<>();
        Thread reader =
                Thread.startVirtualThread(
                        () -> {
                            try {
                                var _ = link.text();
                            } catch (IOException e) {
                                seen.set(e);
                            }
                        });
        Polled.until("somebody waits", () -> isWaiting(reader));
        reader.interrupt();
        assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
        assertThat(seen.get()).isInstanceOf(ClosedByInterruptException.class);
        Polled.until("the socket is gone", () -> isGone(link));
    }

    @Test
    void theLoopsThreadEndsWhenThereIsNothingToWaitForAndComesBack() throws Exception {
        Link link = link(new PieceLoop("pieces-brief", REST, Duration.ofMillis(50)));
        for (int i = 0; i < 2; i++) {
            link.awaitPieces();
            assertThat(briefLoopIsThere()).isTrue();
            link.source().endPieces();
            Polled.until("the thread has ended", () -> !briefLoopIsThere());
        }
    }

    private static boolean briefLoopIsThere() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("pieces-brief"));
    }

    /**
     * Returns true if the socket of a closed channel is gone; it stays until the loop has released
     * it.
     */
    private static boolean isGone(Link link) {
        return !link.client().isOpen() && !link.client().isRegistered();
    }

    private static boolean isWaiting(Thread thread) {
        return thread != null && thread.getState() == Thread.State.WAITING;
    }

    private static byte[] read(Link link, int length, AtomicInteger taken) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] room = new byte[8_192];
        while (all.size() < length) {
            int count = link.source().read(room, 0, room.length);
            all.write(room, 0, count);
            taken.set(all.size());
        }
        return all.toByteArray();
    }
}
