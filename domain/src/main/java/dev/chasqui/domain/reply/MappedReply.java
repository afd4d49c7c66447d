package dev.chasqui.domain.reply;

import java.util.function.UnaryOperator;

/** A reply that passes on the events of another one. */
final class MappedReply extends MappedPull<ReplyEvent> implements ChatReply {
    MappedReply(ChatReply inner, UnaryOperator<ReplyEvent> each, Runnable giveBack) {
        super(inner, each, giveBack);
    }
}
