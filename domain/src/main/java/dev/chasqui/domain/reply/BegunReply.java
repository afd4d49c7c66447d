package dev.chasqui.domain.reply;

/** A reply whose first event has been pulled ahead. */
final class BegunReply extends BegunPull<ReplyEvent> implements ChatReply {
    BegunReply(ChatReply inner) {
        super(inner);
    }
}
