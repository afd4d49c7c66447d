package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.plugins.branches.Fork;

/** A way to make one reply from the branches' answers. */
@FunctionalInterface
interface Join {

    /**
     * Waits for the answers that it needs and returns the joined reply.
     *
     * @throws dev.chasqui.domain.failure.FailureException if no branch answers, or if the exchange
     *     is cancelled
     */
    ChatReply reply(Fork fork);
}
