package dev.chasqui.application.chat;

import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

/** A reply whose first event has been pulled ahead; closing it ends its place among open calls. */
final class BegunReply implements ChatReply {
    private final ChatReply reply;
    private final OpenCalls.Place place;
    private @Nullable ReplyEvent first;
    private boolean over;

    private BegunReply(ChatReply reply, OpenCalls.Place place, @Nullable ReplyEvent first) {
        this.reply = reply;
        this.place = place;
        this.first = first;
        this.over = first == null;
    }

    /** Pulls the first event; closes the reply if that fails. */
    static ChatReply of(ChatReply reply, OpenCalls.Place place) {
        boolean begun = false;
        try {
            ChatReply pulled = new BegunReply(reply, place, reply.next());
            begun = true;
            return pulled;
        } finally {
            if (!begun) {
                reply.close();
            }
        }
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
    public boolean ready() {
        return first != null || over || reply.ready();
    }

    @Override
    public void close() {
        place.close();
        reply.close();
    }
}
