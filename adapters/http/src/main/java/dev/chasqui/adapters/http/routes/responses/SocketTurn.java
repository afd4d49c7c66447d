package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.routes.CallHeaders;
import dev.chasqui.adapters.http.routes.ChatEndpoint;
import dev.chasqui.adapters.http.routes.DialectExchanges;
import dev.chasqui.adapters.http.routes.ReplyHeaders;
import dev.chasqui.application.exchange.ChatPayload;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import io.helidon.webserver.ServerConnectionException;
import io.helidon.websocket.WsSession;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One message of a WebSocket and its response. One thread answers; others may cancel it, report
 * progress and give signs of life.
 *
 * <p>The events are those of a streamed response, one JSON text each. What fails before the first
 * of them is told by an event {@code error} with the status that HTTP would have.
 */
final class SocketTurn {
    private static final String DATA = "data: ";
    private static final String TYPE = "type";
    private static final String CREATE = "response.create";

    private final Call call;
    private final SocketParts parts;
    private final RecentResponse recent;
    private final WsSession session;
    private final Journal journal = new Journal(Instant.now());
    private final Cancellation cancellation = new Cancellation();
    private String id;

    // The stream, and what keeps its writers apart.
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable StreamEncoder stream;
    private boolean replyBegun;
    private long sent;
    private volatile long lastSign = System.nanoTime();

    /**
     * @param number the number of the message on its connection
     */
    SocketTurn(
            Call call, SocketParts parts, RecentResponse recent, WsSession session, long number) {
        this.call = call;
        this.parts = parts;
        this.recent = recent;
        this.session = session;
        this.id = call.id() + "-" + number;
        journal.keepContentFor(parts.listeners());
    }

    /** Cancels the response. */
    void cancel() {
        cancellation.cancel();
    }

    /** Answers a message, whatever happens. */
    void answer(String text) {
        Failure failure = null;
        Throwable bug = null;
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        try {
            call.admitAgain();
            respond(message);
        } catch (FailureException e) {
            failure = call.tellable(e.failure());
        } catch (RuntimeException | Error e) {
            failure = new Failure.Internal();
            bug = e;
        }
        end(failure, bug, message.length);
    }

    /** Refuses a message. */
    void refuse(Failure failure) {
        end(failure, null, 0);
    }

    private void end(@Nullable Failure failure, @Nullable Throwable bug, long bytesIn) {
        if (failure != null) {
            recent.forget();
            fail(failure);
        }
        ExchangeRecord ended =
                RunRecord.of(
                        id,
                        parts.exchanges().dialect(),
                        call.caller(),
                        journal,
                        parts.errors(),
                        true,
                        failure,
                        bug,
                        bytesIn,
                        sent);
        parts.listeners().forEach(listener -> listener.finished(ended));
    }

    private void respond(byte[] message) {
        Json.Obj request = request(message);
        for (String foreign : List.of("background", "session_id")) {
            if (!request.get(foreign).orElse(Json.Null.NULL).equals(Json.Null.NULL)) {
                throw invalid(foreign, foreign + ": not over a WebSocket; send it by POST");
            }
        }
        byte[] body = Compactions.readable(request.toBytes());
        ResponseAsker asker =
                new ResponseAsker(call.caller().name(), journal, cancellation::isCancelled, recent);
        try (ResponsePlan plan =
                new ResponsePlan(
                        asker,
                        parts.responses(),
                        parts.codec().wishes(body),
                        body.length,
                        parts.exchanges().mayShorten())) {
            id = plan.id();
            respond(body, new BoundResponseCodec(parts.codec(), plan));
        }
    }

    private void respond(byte[] body, BoundResponseCodec codec) {
        Incoming.Chat incoming = codec.decode(body, CallHeaders.given(call.request().headers()));
        DialectExchanges.Detached exchange =
                parts.exchanges()
                        .detached(call, id, journal, incoming.mayShorten(), this::progress);
        StreamEncoder encoder =
                codec.streamEncoder(
                        incoming, new ReplyHead(id, journal.startedAt(), journal.backends()::name));
        lock.lock();
        try {
            stream = encoder;
        } finally {
            lock.unlock();
        }
        ChatPayload payload =
                new ChatPayload(incoming.request(), ChatEndpoint.agents(call, incoming));
        try (var _ = cancellation.onCancel(exchange.exchange().cancellation()::cancel)) {
            exchange.answer(payload, journal, reply -> write(reply, encoder));
        }
    }

    private void write(ChatReply reply, StreamEncoder encoder) {
        for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
            ReplyEvent next = event;
            locked(
                    () -> {
                        String headers = replyBegun ? "" : headers();
                        replyBegun = true;
                        send(encoder.encode(next), headers);
                    });
        }
        locked(
                () -> {
                    byte[] end = encoder.end();
                    stream = null;
                    journal.complete();
                    send(end, "");
                });
    }

    /** Returns a member with what the headers of an answer would say; empty if that is nothing. */
    private String headers() {
        Json.Obj headers = Json.Obj.EMPTY;
        for (Map.Entry<String, String> header : ReplyHeaders.of(journal).entrySet()) {
            headers = headers.with(header.getKey(), Json.of(header.getValue()));
        }
        return headers.equals(Json.Obj.EMPTY)
                ? ""
                : ",\"chasqui\":" + Json.Obj.EMPTY.with("headers", headers);
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private void progress(String text) {
        locked(
                () -> {
                    StreamEncoder encoder = stream;
                    if (encoder != null) {
                        send(encoder.encode(new ReplyEvent.Progress(text)), "");
                    }
                });
    }

    /** Returns true if the client has waited for a message for so long that it gets a sign. */
    boolean needsSign(long now) {
        return now - lastSign > parts.timeouts().keepAlive().toNanos();
    }

    /** Gives the client a sign of life, unless something is just written. */
    void giveSign() {
        if (lock.tryLock()) {
            try {
                StreamEncoder encoder = stream;
                if (encoder != null) {
                    send(encoder.keepAlive(), "");
                }
            } catch (FailureException e) {
                // The client has left; the thread of the response gets the same failure.
            } finally {
                lock.unlock();
            }
        }
        lastSign = System.nanoTime();
    }

    /** Returns the request of a message. */
    private static Json.Obj request(byte[] message) {
        if (!(JsonReader.readRequest(message, 0, message.length) instanceof Json.Obj object)) {
            throw new FailureException(
                    new Failure.Invalid(
                            Optional.empty(), "the message is no JSON object (expected: one)"));
        }
        String type = object.text(TYPE).orElse("");
        if (!type.equals(CREATE)) {
            throw invalid(TYPE, "type: '" + type + "' (expected: " + CREATE + ")");
        }
        return object.without(TYPE).with("stream", Json.of(true));
    }

    private static FailureException invalid(String field, String message) {
        return new FailureException(new Failure.Invalid(field, message));
    }

    /**
     * Sends server-sent events, each as a message.
     *
     * @param more further members of the first one, each behind a comma
     */
    private void send(byte[] events, String more) {
        String added = more;
        for (String line : new String(events, StandardCharsets.UTF_8).lines().toList()) {
            if (line.startsWith(DATA)) {
                String event = line.substring(DATA.length());
                send(
                        added.isEmpty()
                                ? event
                                : event.substring(0, event.length() - 1) + added + "}");
                added = "";
            }
        }
        sent += events.length;
    }

    private void send(String message) {
        try {
            var _ = session.send(message, true);
        } catch (ServerConnectionException | UncheckedIOException e) {
            throw new FailureException(new Failure.Cancelled(), e);
        }
        lastSign = System.nanoTime();
    }

    /** Ends the stream with a failure; if it has not begun, sends an event {@code error} alone. */
    private void fail(Failure failure) {
        try {
            locked(
                    () -> {
                        StreamEncoder encoder = stream;
                        stream = null;
                        if (encoder != null && sent > 0) {
                            send(encoder.failure(failure), "");
                        } else if (sent == 0) {
                            send(error(failure));
                        }
                    });
        } catch (FailureException e) {
            // The client has left.
        }
    }

    private String error(Failure failure) {
        Json.Obj body = (Json.Obj) JsonReader.read(parts.errors().body(failure, id));
        Json.Obj error = body.object("error");
        String code = error.text("code").or(() -> error.text(TYPE)).orElse("server_error");
        return Json.Obj.EMPTY
                .with(TYPE, Json.of("error"))
                .with("status", Json.of(parts.errors().status(failure)))
                .with("error", error.with("code", Json.of(code)))
                .toString();
    }
}
