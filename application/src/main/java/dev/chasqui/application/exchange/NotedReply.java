package dev.chasqui.application.exchange;

import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

/** A reply that notes in the journal when it began and what it used. */
record NotedReply(ChatReply reply, Journal journal) implements ChatReply {
    @Override
    public @Nullable ReplyEvent next() {
        ReplyEvent event = reply.next();
        if (event != null) {
            journal.event(event);
        }
        return event;
    }

    @Override
    public boolean ready() {
        return reply.ready();
    }

    @Override
    public void close() {
        reply.close();
    }
}
