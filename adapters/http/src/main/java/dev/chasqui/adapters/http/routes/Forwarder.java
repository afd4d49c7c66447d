package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.request.HiddenPaths;
import dev.chasqui.adapters.http.connection.WatchedWriter;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Hops;
import dev.chasqui.application.exchange.Exchanges;
import dev.chasqui.application.exchange.ForwardPayload;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.ServerConnectionException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sends calls as they are to the servers of models, and their answers back as they come.
 *
 * <p>Of the client's headers only the type of the body goes along. What everybody may ask of how a
 * model was loaded comes back without the paths of its files.
 */
public record Forwarder(Exchanges exchanges) {
    /** Of an answer that is looked through; templates of chats are its largest part. */
    private static final int MOST_TOLD = 1 << 20;

    /**
     * Answers a call by what the server of a model says.
     *
     * @param path on that server, without the query, which is the call's
     */
    void forward(Call call, Candidate to, String path, RequestContent body) {
        Exchange exchange =
                new Exchange(
                        call.id(),
                        call.caller(),
                        Dialect.NONE,
                        Hops.of(call.request().headers()),
                        _ -> {},
                        false);
        Forward meant = meant(call, to, path, body);
        try (var _ = call.watch().whenClientLeaves(exchange.cancellation()::cancel)) {
            exchanges.answer(
                    new ForwardPayload(to, meant),
                    exchange,
                    call.journal(),
                    answer -> writeOrCut(call, to, path, answer));
        }
    }

    private static void writeOrCut(Call call, Candidate from, String path, Forwarded answer) {
        try {
            if (path.equals(ServerPaths.PROPS) && isJson(answer)) {
                writeWithoutPaths(call, from, answer);
            } else {
                write(call, answer);
            }
        } catch (IOException | UncheckedIOException | ServerConnectionException e) {
            call.watch().cut();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    private static Forward meant(Call call, Candidate to, String path, RequestContent body) {
        String query = call.request().prologue().query().rawValue();
        try {
            return new Forward(
                    to.model().id(),
                    call.request().prologue().method().text(),
                    query.isEmpty() ? path : path + "?" + query,
                    call.request().headers().first(HeaderNames.CONTENT_TYPE),
                    body);
        } catch (IllegalArgumentException e) {
            throw new FailureException(
                    new Failure.Invalid(
                            Optional.empty(),
                            "the method, address or Content-Type holds characters that do not"
                                    + " belong there; percent-encode them"),
                    e);
        }
    }

    private static boolean isJson(Forwarded answer) {
        return answer.headers().getOrDefault("content-type", "").startsWith(Answer.JSON);
    }

    private static void writeWithoutPaths(Call call, Candidate from, Forwarded answer) {
        if (call.request().prologue().method().equals(Method.HEAD)) {
            Map<String, String> headers = new HashMap<>(answer.headers());
            headers.remove("content-length");
            call.sendHead(answer.status(), headers);
            return;
        }
        if (answer.headers().containsKey("content-encoding")) {
            throw unreadable(from, "is compressed, which nobody asked for");
        }
        byte[] body = whole(from, answer);
        try {
            writeWhole(
                    call,
                    answer,
                    body.length == 0 ? body : HiddenPaths.in(body, from.model().id()));
        } catch (FailureException e) {
            throw e.failure() instanceof Failure.Invalid ? unreadable(from, "is no JSON") : e;
        }
    }

    private static byte[] whole(Candidate from, Forwarded answer) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] piece = answer.body().next(); piece != null; piece = answer.body().next()) {
            if (piece.length > MOST_TOLD - whole.size()) {
                throw unreadable(from, "is larger than 1 MiB");
            }
            whole.writeBytes(piece);
        }
        return whole.toByteArray();
    }

    private static FailureException unreadable(Candidate from, String why) {
        return new FailureException(
                new Failure.BackendFailed(
                        from.backend().name(), "its answer to " + ServerPaths.PROPS + " " + why));
    }

    private static void write(Call call, Forwarded answer) throws IOException {
        if (call.request().prologue().method().equals(Method.HEAD)) {
            call.sendHead(answer.status(), answer.headers());
            return;
        }
        byte[] piece = answer.body().next();
        if (piece == null) {
            writeWhole(call, answer, new byte[0]);
            return;
        }
        OutputStream out = begin(call, answer, piece);
        for (piece = answer.body().next(); piece != null; piece = answer.body().next()) {
            out.write(piece);
            if (!answer.body().ready()) {
                out.flush();
            }
        }
        call.end();
    }

    /** Head and first piece go out together. */
    private static OutputStream begin(Call call, Forwarded answer, byte[] piece)
            throws IOException {
        WatchedWriter socket = call.watch().output();
        socket.gather();
        try {
            OutputStream out = call.stream(answer.status(), answer.headers());
            out.write(piece);
            out.flush();
            return out;
        } finally {
            socket.release();
        }
    }

    private static void writeWhole(Call call, Forwarded answer, byte[] body) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.remove("content-length");
        @Nullable String type = headers.remove("content-type");
        call.send(new Answer(answer.status(), type == null ? Answer.TEXT : type, body, headers));
    }
}
