package dev.chasqui.domain.reply;

import org.jspecify.annotations.Nullable;

/**
 * A reply whose first event has been pulled ahead, and which gives back what it was made with as
 * soon as it is over, or closed before.
 */
public final class BegunReply implements ChatReply {
    private final ChatReply reply;
    private final Runnable giveBack;
    private @Nullable ReplyEvent first;
    private boolean over;

    private BegunReply(ChatReply reply, Runnable giveBack, @Nullable ReplyEvent first) {
        this.reply = reply;
        this.giveBack = giveBack;
        this.first = first;
        this.over = first == null;
    }

    /**
     * Pulls the first event; closes the reply if that fails.
     *
     * @param giveBack idempotent; called by whoever ends or closes the reply, but not if this fails
     */
    public static ChatReply of(ChatReply reply, Runnable giveBack) {
        boolean begun = false;
        try {
            ChatReply pulled = new BegunReply(reply, giveBack, reply.next());
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
        if (event == null) {
            over = true;
            // Whoever writes the last bytes to a slow client needs none of it any more.
            giveBack.run();
        }
        return event;
    }

    @Override
    public boolean ready() {
        return first != null || over || reply.ready();
    }

    @Override
    public void close() {
        giveBack.run();
        reply.close();
    }
}
