package dev.chasqui.application.exchange;

import dev.chasqui.domain.reply.ChatReply;

/** Takes the reply of an exchange and writes it to whoever asked. */
@FunctionalInterface
public interface ReplyWriter {

    /**
     * Pulls the reply to its end. Need not close it.
     *
     * @throws dev.chasqui.domain.failure.FailureException if the reply breaks off, or if the client
     *     left
     */
    void write(ChatReply reply);
}
