package dev.chasqui.domain.reply;

/** A reply whose first event was pulled ahead. Used by one thread. */
final class BegunReply extends BegunPull<ReplyEvent> implements ChatReply {
    BegunReply(ChatReply inner) {
        super(inner);
    }
}
