package dev.chasqui.application.chat;

import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

/** A reply whose first event has been pulled ahead. */
final class BegunReply implements ChatReply {
    private final ChatReply reply;
    private @Nullable ReplyEvent first;
    private boolean over;

    private BegunReply(ChatReply reply, @Nullable ReplyEvent first) {
        this.reply = reply;
        this.first = first;
        this.over = first == null;
    }

    static ChatReply of(ChatReply reply) {
        return new BegunReply(reply, reply.next());
    }

    @Override
    public @Nullable ReplyEvent next() {
        ReplyEvent event = first;
        if (event != null) {
            first = null;
            return event;
        }
        if (over) {
            return null;
        }
        event = reply.next();
        over = event == null;
        return event;
    }

    @Override
    public void close() {
        reply.close();
    }
}
