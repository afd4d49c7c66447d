package dev.chasqui.application.sessions.summary;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.session.SessionKey;

import java.util.OptionalInt;

/** The models that summarise sessions. Safe for use by several threads. */
public interface SummaryModel {

    /**
     * Asks a model in the name of a session's owner; the request stays in this network if the
     * session does. The caller must close the reply.
     *
     * @throws dev.chasqui.domain.failure.FailureException if no backend answers
     */
    ChatReply ask(SessionKey session, ChatRequest request, Cancellation cancellation);

    /** Returns the context length of a model in tokens; empty if it is not known. */
    OptionalInt contextLength(SessionKey session, String model);
}
