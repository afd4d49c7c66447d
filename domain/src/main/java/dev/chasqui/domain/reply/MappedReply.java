package dev.chasqui.domain.reply;

import dev.chasqui.domain.failure.FailureException;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A reply that passes on the events of another one. */
final class MappedReply extends MappedPull<ReplyEvent> implements ChatReply {
    MappedReply(ChatReply inner, UnaryOperator<ReplyEvent> each, Runnable giveBack) {
        super(inner, each, giveBack);
    }

    MappedReply(ChatReply inner, Runnable giveBack, Consumer<FailureException> broken) {
        super(inner, UnaryOperator.identity(), giveBack, broken);
    }
}
