package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.ChangeCodec;
import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.adapters.dialects.IncomingChange;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.application.exchange.ManagePayload;
import dev.chasqui.application.library.Library;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * The handler of changes of the models. A change of a server's own models is forwarded to it, and
 * its steps come back line by line; the list of its models is renewed before the client learns that
 * the change succeeded.
 *
 * @param path the path of the request
 * @param exchanges the exchanges of the dialect
 * @param library decides who carries out a change
 * @param errors the form of failures
 * @param mostBody the most bytes of a request's body; uploads of files may have any length
 */
public record ChangeEndpoint(
        ClientPath.Change path,
        DialectExchanges exchanges,
        Library library,
        ErrorStyle errors,
        int mostBody)
        implements Endpoint {
    /** The most bytes of a line, and of an answer without steps. */
    private static final int MOST_TOLD = 1 << 20;

    @Override
    public void serve(Call call) {
        IncomingChange incoming =
                path.codec().decode(new LookupQuestion(call, exchanges, mostBody));
        call.journal().model(incoming.change().model());
        Optional<Candidate> server = library.server(incoming.change());
        if (server.isPresent()) {
            forward(call, incoming, server.get());
        } else {
            carryOut(call, incoming);
        }
    }

    private void carryOut(Call call, IncomingChange incoming) {
        ChangeCodec codec = path.codec();
        ChangeAnswer answer = new ChangeAnswer(call, codec.streamType(), incoming.stream());
        Cancellation cancellation = new Cancellation();
        try (var _ = call.watch().whenClientLeaves(cancellation::cancel)) {
            library.carryOut(
                    incoming.change(), step -> answer.step(codec.step(step)), cancellation);
        } catch (FailureException e) {
            fail(call, answer, e, e.failure(), null);
            return;
        } catch (RuntimeException e) {
            fail(call, answer, e, new Failure.Internal(), e);
            return;
        }
        if (incoming.reported()) {
            answer.succeed(codec.success());
        } else {
            call.send(new Answer(200, Answer.TEXT, new byte[0]));
        }
    }

    /** Reports a failure in the answer; throws it if the answer has not begun. */
    private void fail(
            Call call,
            ChangeAnswer answer,
            RuntimeException thrown,
            Failure why,
            @Nullable RuntimeException bug) {
        if (!answer.begun()) {
            throw thrown;
        }
        Failure told = call.tellable(why);
        call.note(told, bug);
        if (told instanceof Failure.Cancelled) {
            call.fail(told, bug);
        }
        answer.fail(errors.body(told));
    }

    private void forward(Call call, IncomingChange incoming, Candidate server) {
        String model = server.model().id();
        RequestContent body =
                incoming.body()
                        .map(named -> RequestContent.of(named.apply(model)))
                        .orElseGet(() -> isHead(call) ? RequestContent.none() : call.flowingBody());
        Forward forward =
                new Forward(
                        model,
                        path.method(),
                        incoming.path(),
                        incoming.body().isPresent()
                                ? Optional.of(Answer.JSON)
                                : call.request().headers().first(HeaderNames.CONTENT_TYPE),
                        body);
        exchanges.answer(
                call,
                new ManagePayload(server, forward, incoming.change().takesLong()),
                _ -> {},
                answer -> {
                    if (incoming.reported() && isStream(answer)) {
                        writeLines(call, incoming, server, answer);
                    } else {
                        writeWhole(call, server, answer);
                    }
                });
    }

    private static boolean isHead(Call call) {
        return call.request().prologue().method().equals(Method.HEAD);
    }

    private boolean isStream(Forwarded answer) {
        return answer.status() == 200
                && answer.headers()
                        .getOrDefault("content-type", "")
                        .startsWith(path.codec().streamType());
    }

    private void writeWhole(Call call, Candidate from, Forwarded answer) {
        if (isHead(call)) {
            call.sendHead(answer.status(), answer.headers());
            return;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] piece = answer.body().next(); piece != null; piece = answer.body().next()) {
            requireRoom(from, whole, piece.length);
            whole.writeBytes(piece);
        }
        if (answer.status() < 300) {
            library.changed(from.backend());
        }
        call.send(PulledAnswer.whole(answer.status(), answer.headers(), whole.toByteArray()));
    }

    private void writeLines(
            Call call, IncomingChange incoming, Candidate from, Forwarded forwarded) {
        ChangeAnswer answer = new ChangeAnswer(call, path.codec().streamType(), incoming.stream());
        try {
            if (!isEnded(answer, from, forwarded)) {
                library.changed(from.backend());
                throw new FailureException(
                        new Failure.BackendBroke(
                                from.backend().name(), "it ended before it said success"));
            }
        } catch (FailureException e) {
            fail(call, answer, e, e.failure(), null);
        }
    }

    /**
     * Passes the lines on.
     *
     * @return false if the last one reports neither success nor an error
     */
    private boolean isEnded(ChangeAnswer answer, Candidate from, Forwarded forwarded) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte[] piece = forwarded.body().next();
                piece != null;
                piece = forwarded.body().next()) {
            for (byte b : piece) {
                if (b != '\n') {
                    requireRoom(from, line, 1);
                    line.write(b);
                } else if (isLast(answer, from, line.toByteArray())) {
                    return true;
                } else {
                    line.reset();
                }
            }
        }
        return isLast(answer, from, line.toByteArray());
    }

    /** Passes one line on, and returns true if it is the last one. */
    private boolean isLast(ChangeAnswer answer, Candidate from, byte[] line) {
        ChangeCodec codec = path.codec();
        if (line.length == 0) {
            return false;
        }
        if (codec.isSuccess(line)) {
            library.changed(from.backend());
            answer.succeed(line);
            return true;
        }
        if (codec.isError(line)) {
            library.changed(from.backend());
            answer.fail(line);
            return true;
        }
        answer.step(line);
        return false;
    }

    private static void requireRoom(Candidate from, ByteArrayOutputStream into, int more) {
        if (more > MOST_TOLD - into.size()) {
            throw new FailureException(
                    new Failure.BackendFailed(
                            from.backend().name(), "a line of its answer is larger than 1 MiB"));
        }
    }
}
