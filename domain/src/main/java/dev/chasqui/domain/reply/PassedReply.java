package dev.chasqui.domain.reply;

import java.util.function.UnaryOperator;

/** A reply that passes on the events of another one. */
final class PassedReply extends PassedPull<ReplyEvent> implements ChatReply {
    PassedReply(ChatReply inner, UnaryOperator<ReplyEvent> each, Runnable giveBack) {
        super(inner, each, giveBack);
    }
}
