package dev.chasqui.domain.reply;

/** A reply whose first event was pulled ahead. Used by one thread. */
final class PrefetchedReply extends PrefetchedPull<ReplyEvent> implements ChatReply {
    PrefetchedReply(ChatReply inner) {
        super(inner);
    }
}
