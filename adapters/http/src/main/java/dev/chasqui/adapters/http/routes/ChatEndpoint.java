package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.http.connection.DeadlineSweeper;
import dev.chasqui.adapters.http.connection.ServerTimeouts;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.application.exchange.AnswerWriter;
import dev.chasqui.application.exchange.ChatPayload;
import dev.chasqui.application.port.exchange.ExchangeListener;
import dev.chasqui.application.sessions.SessionChat;
import dev.chasqui.application.sessions.Sessions;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import io.helidon.http.Headers;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The handler of chats. It answers at once or as a stream, as the client asks; a chat that names a
 * session gets its history.
 */
public record ChatEndpoint(
        ClientCodec codec,
        DialectExchanges exchanges,
        DeadlineSweeper sweeper,
        ServerTimeouts timeouts,
        int mostBody,
        List<ExchangeListener> listeners,
        Sessions sessions)
        implements BodyEndpoint {

    @Override
    public void serve(Call call) {
        serve(call, call.body(mostBody));
    }

    @Override
    public void serve(Call call, byte[] body) {
        Headers headers = call.request().headers();
        AskedChat asked = AskedChat.read(body, headers, codec, sessions);
        switch (asked.incoming()) {
            case Incoming.Chat chat -> {
                if (chat.request().stream()) {
                    answerInPieces(call, chat, asked.session());
                } else {
                    answerAtOnce(call, chat, asked.session());
                }
            }
            // Ollama answers a load or unload at once, even if the request asks for a stream.
            case Incoming.Load load -> exchanges.load(call, load);
        }
    }

    private void answerAtOnce(Call call, Incoming.Chat incoming, Optional<String> session) {
        List<ReplyEvent> events = new ArrayList<>();
        ask(
                call,
                incoming,
                session,
                text -> {},
                reply -> {
                    for (ReplyEvent e = reply.next(); e != null; e = reply.next()) {
                        events.add(e);
                    }
                });
        byte[] body = codec.whole(incoming, DialectExchanges.head(call), events);
        Answer answer = new Answer(200, Answer.JSON, body, ReplyHeaders.of(call.journal()));
        call.send(answer);
    }

    private void answerInPieces(Call call, Incoming.Chat incoming, Optional<String> session) {
        try (StreamWriter writer =
                new StreamWriter(
                        call,
                        codec.streamEncoder(incoming, DialectExchanges.head(call)),
                        timeouts,
                        listeners)) {
            sweeper.add(writer);
            try {
                ask(call, incoming, session, writer::progress, writer);
            } catch (FailureException e) {
                breakOff(call, writer, e.failure(), null);
            } catch (RuntimeException e) {
                breakOff(call, writer, new Failure.Internal(), e);
            } finally {
                sweeper.remove(writer);
            }
        }
    }

    /**
     * Ends the stream with an error. If it has not begun, throws the failure, which the gate
     * answers.
     */
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

    private void ask(
            Call call,
            Incoming.Chat incoming,
            Optional<String> session,
            Consumer<String> progress,
            AnswerWriter<ChatReply> writer) {
        ChatPayload payload = new ChatPayload(incoming.request(), agents(call, incoming));
        if (session.isEmpty()) {
            exchanges.answer(call, payload, incoming.mayShorten(), progress, writer);
            return;
        }
        try (SessionChat chat = sessions.chat(payload, call.caller(), session.get())) {
            exchanges.answer(call, chat, session.get(), incoming.mayShorten(), progress, writer);
        }
    }

    /** Returns the agents that the headers and the body of a request ask for. */
    public static List<String> agents(Call call, Incoming.Chat incoming) {
        List<String> asked = new ArrayList<>(AskedAgents.of(call.request().headers()));
        asked.addAll(incoming.agents());
        return asked;
    }
}
