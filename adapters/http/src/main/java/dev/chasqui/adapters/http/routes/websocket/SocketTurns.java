package dev.chasqui.adapters.http.routes.websocket;

import dev.chasqui.adapters.http.connection.UpgradedProtocol;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * The turns of one connection: each message {@code response.create} becomes a request for a stream,
 * and each event of the stream a message. An answer that is no stream becomes a message of the type
 * {@code error} with the status. Used by one thread.
 */
final class SocketTurns implements UpgradedProtocol, AnswerReader.Sink {
    private static final String TYPE = "type";
    private static final String CREATE = "response.create";
    private static final String DATA = "data: ";
    private static final String RESPONSE = "response";
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    /** The members that have no meaning here, where every response is a stream. */
    private static final Set<String> OF_HTTP = Set.of("stream", "stream_options", "background");

    /** The beginnings of the events that hold the response. */
    private static final Set<String> WITH_RESPONSE =
            Set.of(
                    "response.created",
                    "response.in_progress",
                    "response.completed",
                    "response.incomplete",
                    "response.failed");

    private final SocketFrames frames;
    private final String head;
    private final Continuation continuation;
    private final AnswerReader answers = new AnswerReader(this);
    private final DataWriter output = new Output();

    /**
     * @param frames the frames of the connection
     * @param head the head of every request, without its length and the empty line
     * @param continuation the latest response of the connection
     */
    SocketTurns(SocketFrames frames, String head, Continuation continuation) {
        this.frames = frames;
        this.head = head;
        this.continuation = continuation;
    }

    @Override
    public byte @Nullable [] next() {
        for (String message = frames.message(); message != null; message = frames.message()) {
            try {
                return request(continuation.begin(turn(message)));
            } catch (FailureException e) {
                continuation.forget();
                refuse(e.failure().message());
            }
        }
        return null;
    }

    private byte[] request(Json.Obj body) {
        byte[] content = body.toBytes();
        byte[] before =
                (head + "Content-Length: " + content.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = new byte[before.length + content.length];
        System.arraycopy(before, 0, whole, 0, before.length);
        System.arraycopy(content, 0, whole, before.length, content.length);
        return whole;
    }

    /** Returns the body of the request that a message stands for. */
    private static Json.Obj turn(String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        if (!(JsonReader.readRequest(text, 0, text.length) instanceof Json.Obj body)
                || !body.text(TYPE).filter(CREATE::equals).isPresent()) {
            throw invalid("type (expected: \"response.create\" in a JSON object)");
        }
        for (String name : OF_HTTP) {
            if (body.get(name).filter(value -> value != Json.Null.NULL).isPresent()) {
                throw invalid(name + " (expected: nothing; it has no meaning on a WebSocket)");
            }
        }
        return body.without(TYPE)
                .without("stream_options")
                .without("background")
                .with("stream", Json.of(true));
    }

    private static FailureException invalid(String message) {
        return new FailureException(new Failure.Invalid(Optional.empty(), message));
    }

    private void refuse(String why) {
        Json.Obj error =
                Json.Obj.EMPTY
                        .with(TYPE, Json.of("invalid_request_error"))
                        .with("code", Json.of("invalid_request"))
                        .with("message", Json.of(why))
                        .with("param", Json.Null.NULL);
        error(BAD_REQUEST, error);
    }

    private void error(int status, Json.Obj error) {
        Json.Obj known = error.text("code").isPresent() ? error : error.with("code", Json.of(""));
        frames.write(
                Json.Obj.EMPTY
                        .with(TYPE, Json.of("error"))
                        .with("status", Json.of(status))
                        .with("error", known)
                        .toString());
    }

    @Override
    public void line(String line) {
        if (!line.startsWith(DATA)) {
            return;
        }
        String data = line.substring(DATA.length());
        frames.write(mayHoldResponse(data) ? followed(data) : data);
    }

    private static boolean mayHoldResponse(String data) {
        return WITH_RESPONSE.stream().anyMatch(type -> data.startsWith("{\"type\":\"" + type));
    }

    private String followed(String data) {
        Json.Obj event = (Json.Obj) JsonReader.read(data.getBytes(StandardCharsets.UTF_8));
        Json.Obj response = event.object(RESPONSE);
        Json.Obj told = continuation.told(response);
        switch (event.text(TYPE).orElse("")) {
            case "response.completed", "response.incomplete" -> continuation.keep(response);
            case "response.failed" -> continuation.forget();
            default -> {}
        }
        return event.with(RESPONSE, told).toString();
    }

    @Override
    public void whole(int status, byte[] body) {
        continuation.forget();
        Json.Obj error = Json.Obj.EMPTY;
        try {
            if (JsonReader.read(body) instanceof Json.Obj object) {
                error = object.object("error");
            }
        } catch (FailureException e) {
            // An answer of the connection itself may have no body.
        }
        if (error.text("message").isEmpty()) {
            error = error.with("message", Json.of("the request was answered with " + status));
        }
        error(status == OK ? BAD_REQUEST : status, error);
    }

    @Override
    public DataWriter output() {
        return output;
    }

    @Override
    public void end() {
        try {
            frames.close(SocketFrames.Reason.GOING_AWAY);
        } catch (RuntimeException e) {
            // The client has left.
        }
    }

    /** The writer to which the answers go. */
    private final class Output implements DataWriter {
        @Override
        public void write(BufferData... buffers) {
            write(BufferData.create(buffers));
        }

        @Override
        public void write(BufferData buffer) {
            byte[] bytes = new byte[buffer.available()];
            int length = buffer.read(bytes, 0, bytes.length);
            if (length > 0) {
                answers.feed(bytes);
            }
        }

        @Override
        public void writeNow(BufferData... buffers) {
            write(buffers);
        }

        @Override
        public void writeNow(BufferData buffer) {
            write(buffer);
        }

        @Override
        public void close() {
            // The connection closes its own writer.
        }
    }
}
