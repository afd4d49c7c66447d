package dev.chasqui.adapters.http.routes.deferred;

import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.http.routes.DialectExchanges;
import dev.chasqui.adapters.http.routes.DialectExchanges.RequestHead;
import dev.chasqui.adapters.http.routes.ReplyHeaders;
import dev.chasqui.application.deferred.DeferredAnswer;
import dev.chasqui.application.exchange.AnswerWriter;
import dev.chasqui.application.exchange.ChatPayload;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.port.exchange.ExchangeAccount;
import dev.chasqui.application.port.exchange.ExchangeListener;
import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.application.sessions.SessionChat;
import dev.chasqui.application.sessions.Sessions;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One chat whose client is away, from its beginning to its record.
 *
 * @param path the path that it came to
 * @param session the name of its stored session; empty if it has none
 * @param size the bytes of its body
 */
record DetachedChat(
        String path,
        ClientCodec codec,
        DialectExchanges exchanges,
        ErrorStyle errors,
        List<ExchangeListener> listeners,
        RequestHead head,
        Incoming.Chat chat,
        Optional<String> session,
        Sessions sessions,
        int size) {

    /** Asks for the answer, which is a failure's in the form of the dialect if it fails. */
    DeferredAnswer.Done answer(Cancellation cancellation) {
        Journal journal = new Journal(Instant.now());
        journal.keepContentFor(listeners);
        Failure failure;
        Throwable bug = null;
        try {
            byte[] body = asked(journal, cancellation);
            return ended(journal, 200, body, null, null);
        } catch (FailureException e) {
            failure =
                    e.failure() instanceof Failure.Cancelled
                            ? new Failure.Cancelled("the request was cancelled")
                            : e.failure();
        } catch (RuntimeException | Error e) {
            failure = new Failure.Internal();
            bug = e;
        }
        return ended(
                journal, errors.status(failure), errors.body(failure, head.id()), failure, bug);
    }

    /** Returns a failure as the answer, in the form of the dialect. */
    DeferredAnswer.Done refused(Failure failure) {
        return new DeferredAnswer.Done(
                errors.status(failure), Map.of(), errors.body(failure, head.id()));
    }

    private byte[] asked(Journal journal, Cancellation cancellation) {
        List<ReplyEvent> events = new ArrayList<>();
        AnswerWriter<ChatReply> writer =
                reply -> {
                    for (ReplyEvent e = reply.next(); e != null; e = reply.next()) {
                        events.add(e);
                    }
                };
        ChatPayload payload = new ChatPayload(chat.request(), chat.agents());
        if (session.isEmpty()) {
            exchanges.answer(head, journal, session, cancellation, payload, writer);
        } else {
            try (SessionChat stored = sessions.chat(payload, head.caller(), session.get());
                    var _ = cancellation.onCancel(stored::cancel)) {
                exchanges.answer(head, journal, session, cancellation, stored, writer);
            }
        }
        return codec.whole(
                chat,
                new ReplyHead(head.id(), journal.startedAt(), journal.backends()::name),
                events);
    }

    private DeferredAnswer.Done ended(
            Journal journal,
            int status,
            byte[] body,
            @Nullable Failure failure,
            @Nullable Throwable bug) {
        Map<String, String> headers = ReplyHeaders.of(journal);
        journal.complete();
        ExchangeRecord ended =
                new ExchangeRecord(
                        head.id(),
                        exchanges.dialect().name(),
                        path,
                        head.caller().name(),
                        journal.model(),
                        journal.backends().listedModel(),
                        journal.backends().name(),
                        journal.agents().names(),
                        status,
                        false,
                        journal.startedAt(),
                        journal.firstEvent(),
                        journal.elapsed(),
                        journal.usage(),
                        Optional.ofNullable(failure).map(journal::withoutContent),
                        Optional.ofNullable(bug),
                        journal.agents().reports(),
                        new ExchangeAccount(
                                head.caller().identity(),
                                journal.kind(),
                                journal.backends().zone(),
                                size,
                                body.length,
                                journal.spentByModel(),
                                journal.content()));
        listeners.forEach(listener -> listener.finished(ended));
        return new DeferredAnswer.Done(status, headers, body);
    }
}
