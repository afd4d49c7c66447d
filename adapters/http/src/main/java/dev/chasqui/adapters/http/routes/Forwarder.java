package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.request.HiddenPaths;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Hops;
import dev.chasqui.application.exchange.Exchanges;
import dev.chasqui.application.exchange.ForwardPayload;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.models.ShownModels;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A forwarder of calls to the servers of models. It sends a call unchanged, and the answer as it
 * comes.
 *
 * <p>For rules the call is one of OpenAI's dialect, to which most of these paths belong.
 *
 * <p>Of the client's headers only the type of the body is sent. The answer to {@code /props}, which
 * all callers may request, is sent without the paths of the model's files.
 */
public record Forwarder(Exchanges exchanges) {
    /** The most bytes of an answer that is edited; the templates of chats are its largest part. */
    private static final int MOST_TOLD = 1 << 20;

    /** Returns the models to whose servers the caller's calls may be forwarded. */
    ShownModels shown(Call call, Models models) {
        return new ShownModels(models, exchanges.view(call.caller()));
    }

    /**
     * Answers a call by the answer of a model's server.
     *
     * @param asked the model name that the client asks for
     * @param path the path on that server; the query is that of the call
     * @throws FailureException if the server fails before the answer has begun; with {@code
     *     Cancelled} if the client leaves
     */
    void forward(Call call, Candidate to, String asked, String path, RequestContent body) {
        Exchange exchange =
                new Exchange(
                        call.id(),
                        PriorityHeader.caller(call.caller(), call.request().headers()),
                        Dialect.OPENAI,
                        Hops.of(call.request().headers()),
                        _ -> {},
                        false);
        Forward meant =
                meant(
                        call,
                        to.model().id(),
                        path,
                        call.request().headers().first(HeaderNames.CONTENT_TYPE),
                        body);
        try (var _ = call.watch().whenClientLeaves(exchange.cancellation()::cancel)) {
            exchanges.answer(
                    new ForwardPayload(to, meant, asked),
                    exchange,
                    CallHeaders.of(call.request().headers()),
                    call.journal(),
                    answer -> write(call, to, path, answer));
        }
    }

    private static void write(Call call, Candidate from, String path, Forwarded answer) {
        if (path.equals(ServerPaths.PROPS) && isJson(answer)) {
            writeWithoutPaths(call, from, answer);
        } else {
            new PulledAnswer(
                            answer.status(),
                            ReplyHeaders.beside(answer.headers(), call.journal()),
                            answer.body())
                    .write(call);
        }
    }

    /**
     * Returns a call with the method and the query of the client's.
     *
     * @throws FailureException with {@code Invalid} if it holds characters that do not belong into
     *     the head of a request
     */
    static Forward meant(
            Call call,
            String model,
            String path,
            Optional<String> contentType,
            RequestContent body) {
        String query = call.request().prologue().query().rawValue();
        try {
            return new Forward(
                    model,
                    call.request().prologue().method().text(),
                    query.isEmpty() ? path : path + "?" + query,
                    contentType,
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
            call.send(
                    PulledAnswer.whole(
                            answer.status(),
                            answer.headers(),
                            body.length == 0
                                    ? body
                                    : HiddenPaths.replace(body, from.model().id())));
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
}
