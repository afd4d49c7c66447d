package dev.chasqui.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The script by which a {@link FakeBackend} answers a request.
 *
 * <p>Answers combine: {@code Answer.play("ollama/chat-stream").after(Duration.ofSeconds(1))
 * .cutAfter(300)}. Several connections may use one answer at once.
 */
@FunctionalInterface
public interface Answer {
    /** The longest wait for a test that allows an answer. */
    Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /**
     * Writes the response.
     *
     * @throws IOException if the connection is gone, or to end it here; the connection is closed
     *     then
     */
    void write(WireMessage request, ReplyWriter reply) throws IOException;

    /** Returns the response of a recording, with all pieces at once. */
    static Answer play(String recording) {
        return play(Recording.load(recording), false);
    }

    /** Returns the response of a recording, with each piece at its recorded time. */
    static Answer playInTime(String recording) {
        return play(Recording.load(recording), true);
    }

    private static Answer play(Recording recording, boolean inTime) {
        return (request, reply) -> {
            WireMessage response = recording.response();
            Duration before = Duration.ZERO;
            reply.head(response.firstLine(), response.headers());
            for (Piece piece : response.pieces()) {
                if (inTime) {
                    reply.pause(piece.at().minus(before));
                    before = piece.at();
                }
                reply.piece(piece.bytes());
            }
            if (recording.fallsSilent()) {
                reply.awaitHangUp();
            }
            if (recording.closesConnection()) {
                reply.closeAfterwards();
            }
            if (!recording.isCut()) {
                reply.end();
            }
        };
    }

    /** Returns a whole response with its length. */
    static Answer whole(int status, String contentType, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        List<Header> headers =
                List.of(
                        new Header("Content-Type", contentType),
                        new Header("Content-Length", Integer.toString(bytes.length)));
        return (request, reply) -> {
            reply.head("HTTP/1.1 " + status + " Scripted", headers);
            if (request.method().equals("HEAD")) {
                reply.end();
                return;
            }
            reply.piece(bytes);
            reply.end();
        };
    }

    /** Returns a whole response of JSON. */
    static Answer json(int status, String body) {
        return whole(status, "application/json", body);
    }

    /**
     * Returns a chunked response with status 200: one chunk a frame, with a gap between the chunks.
     */
    static Answer stream(String contentType, Duration gap, List<String> frames) {
        return (request, reply) -> {
            streamHead(contentType, reply);
            Duration pause = Duration.ZERO;
            for (String frame : frames) {
                reply.pause(pause);
                pause = gap;
                reply.piece(frame);
            }
            reply.end();
        };
    }

    /** Returns a chunked response with status 200 that repeats a frame until the peer hangs up. */
    static Answer endless(String contentType, Duration gap, String frame) {
        return (request, reply) -> {
            streamHead(contentType, reply);
            while (true) {
                reply.piece(frame);
                reply.pause(gap);
            }
        };
    }

    private static void streamHead(String contentType, ReplyWriter reply) throws IOException {
        reply.head(
                "HTTP/1.1 200 OK",
                List.of(
                        new Header("Content-Type", contentType),
                        new Header("Transfer-Encoding", "chunked")));
    }

    /** Returns an answer that is silent until the peer hangs up. */
    static Answer stall() {
        return (request, reply) -> reply.awaitHangUp();
    }

    /** Returns an answer that sends raw bytes and then closes the connection. */
    static Answer garbage(byte[] bytes) {
        return (request, reply) -> {
            reply.raw(bytes);
            reply.closeAfterwards();
        };
    }

    /** Returns an answer that closes the connection without a byte. */
    static Answer hangUp() {
        return garbage(new byte[0]);
    }

    /** Returns an answer that follows another one at each request; the last one is repeated. */
    static Answer sequence(Answer... answers) {
        List<Answer> all = List.of(answers);
        AtomicInteger next = new AtomicInteger();
        return (request, reply) ->
                all.get(Math.min(next.getAndIncrement(), all.size() - 1)).write(request, reply);
    }

    /** Returns an answer that a function chooses for each request. */
    static Answer choose(Function<WireMessage, Answer> chooser) {
        return (request, reply) -> chooser.apply(request).write(request, reply);
    }

    /** Returns this answer after a silence. */
    default Answer after(Duration delay) {
        return (request, reply) -> {
            reply.pause(delay);
            write(request, reply);
        };
    }

    /**
     * Returns this answer, but only once a test allows it; without that, an end of the connection.
     */
    default Answer once(CountDownLatch allowed) {
        return (request, reply) -> {
            try {
                if (!allowed.await(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw new IOException("the test did not allow the answer");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            write(request, reply);
        };
    }

    /** Returns this answer, but closes the connection after this many bytes of its body. */
    default Answer cutAfter(long bodyBytes) {
        return (request, reply) -> {
            reply.cutAfter(bodyBytes);
            write(request, reply);
        };
    }

    /** Returns this answer, but falls silent after this many bytes of its body. */
    default Answer stallAfter(long bodyBytes) {
        return (request, reply) -> {
            reply.stallAfter(bodyBytes);
            write(request, reply);
        };
    }

    /** Returns this answer, but closes the connection after it. */
    default Answer thenClose() {
        return (request, reply) -> {
            write(request, reply);
            reply.closeAfterwards();
        };
    }
}
