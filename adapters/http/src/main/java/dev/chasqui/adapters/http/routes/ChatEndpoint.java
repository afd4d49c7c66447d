package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.request.Incoming;
import dev.chasqui.adapters.http.connection.DeadlineSweeper;
import dev.chasqui.adapters.http.connection.ServerTimeouts;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.adapters.http.edge.Hops;
import dev.chasqui.application.exchange.Chat;
import dev.chasqui.application.exchange.ReplyWriter;
import dev.chasqui.application.port.ExchangeListener;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A route that asks a model, and answers at once or piece by piece as the client wants it. */
public record ChatEndpoint(
        ClientCodec codec,
        ClientCodec.Operation operation,
        Dialect dialect,
        Chat chat,
        boolean showLoading,
        DeadlineSweeper sweeper,
        ServerTimeouts timeouts,
        int mostBody,
        List<ExchangeListener> listeners)
        implements Endpoint {

    @Override
    public void serve(Call call) {
        Incoming incoming = codec.decode(operation, call.body(mostBody));
        // Ollama answers at once where it only loads or unloads, whatever the request says.
        boolean talks = incoming.request().form() != ChatRequest.Form.LOAD;
        if (talks && incoming.request().stream()) {
            answerInPieces(call, incoming);
        } else {
            answerAtOnce(call, incoming);
        }
    }

    private void answerAtOnce(Call call, Incoming incoming) {
        List<ReplyEvent> events = new ArrayList<>();
        ask(
                call,
                incoming,
                text -> {},
                reply -> {
                    for (ReplyEvent e = reply.next(); e != null; e = reply.next()) {
                        events.add(e);
                    }
                });
        byte[] body = codec.whole(operation, incoming, head(call), events);
        Answer answer =
                new Answer(200, Answer.JSON, body, DroppedHeader.of(call.journal().dropped()));
        call.send(answer);
    }

    private void answerInPieces(Call call, Incoming incoming) {
        try (StreamWriter writer =
                new StreamWriter(
                        call,
                        codec.streamEncoder(operation, incoming, head(call)),
                        timeouts,
                        listeners)) {
            sweeper.add(writer);
            try {
                ask(call, incoming, writer::progress, writer);
            } catch (FailureException e) {
                breakOff(call, writer, e.failure(), null);
            } catch (RuntimeException e) {
                breakOff(call, writer, new Failure.Internal(), e);
            } finally {
                sweeper.remove(writer);
            }
        }
    }

    /** Ends the stream with an error, or leaves a plain error to the gate if it has not begun. */
    private static void breakOff(
            Call call, StreamWriter writer, Failure why, @Nullable RuntimeException bug) {
        Failure told = call.tellable(why);
        call.note(told, bug);
        if (!writer.fail(told)) {
            throw bug != null ? bug : new FailureException(why);
        }
        if (told instanceof Failure.Cancelled) {
            call.fail(told, bug);
        }
    }

    private void ask(Call call, Incoming incoming, Consumer<String> progress, ReplyWriter writer) {
        Exchange exchange =
                new Exchange(
                        call.id(),
                        call.caller(),
                        dialect,
                        Hops.of(call.request().headers()),
                        Optional.empty(),
                        progress,
                        AskedProgress.of(call.request().headers())
                                .orElse(call.caller().seesLoading() || showLoading));
        List<String> asked = new ArrayList<>(AskedAgents.of(call.request().headers()));
        asked.addAll(incoming.agents());
        try (var _ = call.watch().whenClientLeaves(exchange.cancellation()::cancel)) {
            chat.answer(incoming.request(), exchange, asked, call.journal(), writer);
        }
    }

    private static ReplyHead head(Call call) {
        return new ReplyHead(call.id(), call.journal().startedAt(), call.journal()::backend);
    }
}
