package dev.chasqui.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Knocks at a server that is about to start until it gives the right answer. */
public final class FirstAnswer {
    private static final Duration BETWEEN_KNOCKS = Duration.ofMillis(2);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final int READ_AT_ONCE = 8192;
    private static final int OK = 200;

    private FirstAnswer() {}

    /**
     * Asks again and again.
     *
     * @param patience for how long
     * @param goesOn whether there is still somebody to wait for
     * @return the time that it took; empty if the right answer did not come
     */
    public static Optional<Duration> await(Ask ask, Duration patience, BooleanSupplier goesOn) {
        long start = System.nanoTime();
        while (goesOn.getAsBoolean() && System.nanoTime() - start < patience.toNanos()) {
            if (isRight(ask)) {
                return Optional.of(Duration.ofNanos(System.nanoTime() - start));
            }
            LockSupport.parkNanos(BETWEEN_KNOCKS.toNanos());
        }
        return Optional.empty();
    }

    private static boolean isRight(Ask ask) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ask.port())) {
            socket.setSoTimeout((int) SILENCE.toMillis());
            WritableByteChannel out = Channels.newChannel(socket.getOutputStream());
            out.write(ask.bytes().duplicate());
            AnswerReader answer = new AnswerReader();
            byte[] bytes = new byte[READ_AT_ONCE];
            int count = socket.getInputStream().read(bytes);
            while (count > 0) {
                answer.add(ByteBuffer.wrap(bytes, 0, count));
                count = answer.isDone() ? 0 : socket.getInputStream().read(bytes);
            }
            return answer.isDone()
                    && answer.status() == OK
                    && ask.expected().fits(answer.body(), answer.bodySize());
        } catch (IOException notYet) {
            return false;
        }
    }
}
