package dev.chasqui.testing;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * One connection of a {@link FakeBackend}: one thread reads requests and another one answers them,
 * so that a hang-up is noticed while an answer is written.
 */
final class FakeConnection implements AutoCloseable {
    private final int number;
    private final Socket socket;
    private final CountDownLatch hungUp = new CountDownLatch(1);
    private final BlockingQueue<Optional<Received>> inbox = new LinkedBlockingQueue<>();

    FakeConnection(int number, Socket socket) {
        this.number = number;
        this.socket = socket;
    }

    /**
     * Reads requests until the peer leaves; gives each one to {@code arrived} before it is
     * answered.
     */
    void read(Consumer<Received> arrived) {
        try {
            MessageReader reader = new MessageReader(socket.getInputStream());
            for (Optional<WireMessage> head = reader.head(false);
                    head.isPresent();
                    head = reader.head(false)) {
                Received received = new Received(body(reader, head.get()), number, hungUp);
                arrived.accept(received);
                inbox.add(Optional.of(received));
            }
        } catch (IOException e) {
            // A peer that vanishes within a request counts as hung up.
        } finally {
            hungUp.countDown();
            inbox.add(Optional.empty());
        }
    }

    private static WireMessage body(MessageReader reader, WireMessage head) throws IOException {
        long start = System.nanoTime();
        List<Piece> pieces = new ArrayList<>();
        for (Optional<byte[]> piece = reader.piece(); piece.isPresent(); piece = reader.piece()) {
            pieces.add(new Piece(Duration.ofNanos(System.nanoTime() - start), piece.get()));
        }
        return head.with(pieces);
    }

    /** Answers requests in their order, until the peer leaves or an answer ends the connection. */
    void answer(Answer answer) {
        try (this) {
            for (Optional<Received> next = inbox.take(); next.isPresent(); next = inbox.take()) {
                ReplyWriter reply = new ReplyWriter(socket.getOutputStream(), hungUp);
                answer.write(next.get().message(), reply);
                if (reply.isClosing()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The peer left, or the answer ends the connection here: both close it.
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // There is nothing more to close.
        }
    }
}
