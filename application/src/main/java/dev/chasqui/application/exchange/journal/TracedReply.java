package dev.chasqui.application.exchange.journal;

import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

/** A reply whose last event is the trace of its exchange. */
public final class TracedReply implements ChatReply {
    /** The name of the note with the trace. */
    private static final String NAME = "trace";

    private final ChatReply reply;
    private final Journal journal;
    private boolean traced;

    /**
     * @param reply the reply that the trace follows
     */
    public TracedReply(ChatReply reply, Journal journal) {
        this.reply = reply;
        this.journal = journal;
    }

    @Override
    public @Nullable ReplyEvent next() {
        if (traced) {
            return null;
        }
        ReplyEvent event = reply.next();
        if (event == null) {
            traced = true;
            return new ReplyEvent.Note(NAME, Trace.of(journal));
        }
        return event;
    }

    @Override
    public boolean ready() {
        return traced || reply.ready();
    }

    @Override
    public void close() {
        reply.close();
    }
}
