package dev.chasqui.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chasqui.benchmarks.loop.LoopConnection;
import dev.chasqui.benchmarks.loop.SocketLoop;
import dev.chasqui.benchmarks.mock.FrameMark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A server that answers every request with the same bytes, right or wrong. */
final class ScriptedServer implements AutoCloseable {
    private static final Duration TURN = Duration.ofMillis(5);

    private final SocketLoop loop = new SocketLoop();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<Void> served;
    private volatile boolean stopped;

    /**
     * Starts to serve.
     *
     * @param answer makes the answer to each request
     * @param closes true if the connection is closed after each answer
     */
    ScriptedServer(Supplier<String> answer, boolean closes) {
        served =
                CompletableFuture.runAsync(
                        () -> serve(answer, closes),
                        task -> Thread.ofPlatform().daemon().start(task));
    }

    /** Returns a stream of these frames, sent just now, and this end. */
    static String stream(String end, int... numbers) {
        return stream(Duration.ZERO, end, numbers);
    }

    /** Returns a stream of frames that were sent some time ago. */
    static String stream(Duration age, String end, int... numbers) {
        StringBuilder answer =
                new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int number : numbers) {
            byte[] mark = FrameMark.of(number, System.nanoTime() - age.toNanos());
            answer.append(chunk("data: " + new String(mark, UTF_8) + "\n\n"));
        }
        return answer.append(end).toString();
    }

    static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    RawRequest ask(RawRequest.Expected expected) {
        return RawRequest.post(port.join(), "/", Map.of(), "{}", expected);
    }

    private void serve(Supplier<String> answer, boolean closes) {
        try (loop) {
            port.complete(loop.listen(0, wire -> reader(wire, answer, closes)));
            while (!stopped) {
                loop.run(() -> stopped, TURN);
            }
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
    }

    private static LoopConnection.Reader reader(
            LoopConnection wire, Supplier<String> answer, boolean closes) {
        return new LoopConnection.Reader() {
            @Override
            public void arrived(ByteBuffer bytes) {
                wire.send(ByteBuffer.wrap(answer.get().getBytes(UTF_8)));
                if (closes) {
                    wire.close();
                }
            }

            @Override
            public void ended() {}
        };
    }

    @Override
    public void close() {
        stopped = true;
        served.join();
    }
}
