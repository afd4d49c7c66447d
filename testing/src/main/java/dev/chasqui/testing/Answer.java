package dev.chasqui.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * How a {@link FakeBackend} answers one request.
 *
 * <p>Answers combine: {@code Answer.play("ollama/chat-stream").after(Duration.ofSeconds(1))
 * .cutAfter(300)}. An answer may be used by several connections at once.
 */
@FunctionalInterface
public interface Answer {

    /**
     * Writes the response.
     *
     * @throws IOException if the connection is gone or the answer wants it to end here; the
     *     connection is then closed
     */
    void write(WireMessage request, ReplyWriter reply) throws IOException;

    /** The response of a recording, each piece at once. */
    static Answer play(String recording) {
        return play(Recording.load(recording), false);
    }

    /** The response of a recording, each piece at the time it was recorded at. */
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

    /** A whole response with its length. */
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

    /** A whole response of JSON. */
    static Answer json(int status, String body) {
        return whole(status, "application/json", body);
    }

    /** A chunked response with status 200, one chunk per frame, with a gap before each but one. */
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

    /** A chunked response with status 200 that repeats a frame until the peer hangs up. */
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

    /** Silence until the peer hangs up. */
    static Answer stall() {
        return (request, reply) -> reply.awaitHangUp();
    }

    /** Bytes as they are, whatever they mean, and the end of the connection. */
    static Answer garbage(byte[] bytes) {
        return (request, reply) -> {
            reply.raw(bytes);
            reply.closeAfterwards();
        };
    }

    /** The end of the connection without a byte. */
    static Answer hangUp() {
        return garbage(new byte[0]);
    }

    /** One answer after the other, request by request; the last one stays. */
    static Answer sequence(Answer... answers) {
        List<Answer> all = List.of(answers);
        AtomicInteger next = new AtomicInteger();
        return (request, reply) ->
                all.get(Math.min(next.getAndIncrement(), all.size() - 1)).write(request, reply);
    }

    /** The answer that a function chooses for each request. */
    static Answer choose(Function<WireMessage, Answer> chooser) {
        return (request, reply) -> chooser.apply(request).write(request, reply);
    }

    /** This answer after a silence. */
    default Answer after(Duration delay) {
        return (request, reply) -> {
            reply.pause(delay);
            write(request, reply);
        };
    }

    /** This answer, until so many bytes of its body are out; then the connection is closed. */
    default Answer cutAfter(long bodyBytes) {
        return (request, reply) -> {
            reply.cutAfter(bodyBytes);
            write(request, reply);
        };
    }

    /** This answer, until so many bytes of its body are out; then silence. */
    default Answer stallAfter(long bodyBytes) {
        return (request, reply) -> {
            reply.stallAfter(bodyBytes);
            write(request, reply);
        };
    }

    /** This answer, and the end of the connection after it. */
    default Answer thenClose() {
        return (request, reply) -> {
            write(request, reply);
            reply.closeAfterwards();
        };
    }
}
