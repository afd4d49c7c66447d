package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.ResponseWishes;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.routes.ChatEndpoint;
import dev.chasqui.adapters.http.routes.DialectExchanges;
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

import io.helidon.http.HeaderNames;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.websocket.WsSession;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One message of a WebSocket and its response. Used by one thread, except for {@link #cancel}.
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
    private long sent;

    SocketTurn(Call call, SocketParts parts, RecentResponse recent, WsSession session) {
        this.call = call;
        this.parts = parts;
        this.recent = recent;
        this.session = session;
        this.id = call.id();
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
        try {
            call.admitAgain();
            respond(text.getBytes(StandardCharsets.UTF_8));
        } catch (FailureException e) {
            failure = call.tellable(e.failure());
        } catch (RuntimeException | Error e) {
            failure = new Failure.Internal();
            bug = e;
        }
        end(failure, bug, text.length());
    }

    /** Refuses a message. */
    void refuse(Failure failure) {
        end(failure, null, 0);
    }

    private void end(@Nullable Failure failure, @Nullable Throwable bug, long bytesIn) {
        if (failure != null) {
            recent.forget();
            tell(failure);
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
        byte[] body = Compactions.readable(request(message).toBytes());
        ResponseWishes wishes = parts.codec().wishes(body);
        if (wishes.background()) {
            throw invalid("background", "background: not over a WebSocket; send it by POST");
        }
        ResponseAsker asker =
                new ResponseAsker(call.caller().name(), journal, cancellation::isCancelled, recent);
        try (ResponsePlan plan =
                new ResponsePlan(
                        asker,
                        parts.responses(),
                        wishes,
                        body.length,
                        parts.exchanges().mayShorten())) {
            id = plan.id();
            respond(body, new BoundResponseCodec(parts.codec(), plan));
        }
    }

    private void respond(byte[] body, BoundResponseCodec codec) {
        Incoming.Chat incoming =
                codec.decode(
                        body, name -> call.request().headers().first(HeaderNames.create(name)));
        DialectExchanges.Detached exchange =
                parts.exchanges().detached(call, id, journal, incoming.mayShorten());
        StreamEncoder encoder =
                codec.streamEncoder(
                        incoming, new ReplyHead(id, journal.startedAt(), journal.backends()::name));
        ChatPayload payload =
                new ChatPayload(incoming.request(), ChatEndpoint.agents(call, incoming));
        try (var _ = cancellation.onCancel(exchange.exchange().cancellation()::cancel)) {
            exchange.answer(payload, journal, reply -> write(reply, encoder));
        } catch (FailureException e) {
            Failure told = call.tellable(e.failure());
            if (sent == 0) {
                throw e;
            }
            send(encoder.failure(told));
            throw new FailureException(told, e);
        }
    }

    private void write(ChatReply reply, StreamEncoder encoder) {
        for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
            send(encoder.encode(event));
        }
        byte[] end = encoder.end();
        journal.complete();
        send(end);
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

    /** Sends server-sent events, each as a message. */
    private void send(byte[] events) {
        if (events.length == 0) {
            return;
        }
        List<String> lines = new String(events, StandardCharsets.UTF_8).lines().toList();
        for (String line : lines) {
            if (line.startsWith(DATA)) {
                send(line.substring(DATA.length()));
            }
        }
    }

    private void send(String message) {
        try {
            var _ = session.send(message, true);
            sent += message.length();
        } catch (ServerConnectionException | UncheckedIOException e) {
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    /** Tells a failure, unless an event of the response has told it. */
    private void tell(Failure failure) {
        if (sent > 0) {
            return;
        }
        Json.Obj body = (Json.Obj) JsonReader.read(parts.errors().body(failure, id));
        Json.Obj error = body.object("error");
        String code = error.text("code").or(() -> error.text(TYPE)).orElse("server_error");
        try {
            send(
                    Json.Obj.EMPTY
                            .with(TYPE, Json.of("error"))
                            .with("status", Json.of(parts.errors().status(failure)))
                            .with("error", error.with("code", Json.of(code)))
                            .toString());
        } catch (FailureException e) {
            // The client has left.
        }
    }
}
