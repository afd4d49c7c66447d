package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.reply.ChatReply;

/** Makes one reply of the branches' answers. */
@FunctionalInterface
interface Join {

    /**
     * Waits for the answers that it needs.
     *
     * @throws dev.chasqui.domain.failure.FailureException if no branch answers, or if nobody waits
     *     for the reply any more
     */
    ChatReply reply(Fork fork);
}
