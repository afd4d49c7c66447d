package dev.chasqui.application.exchange;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * The guard around one agent. Everything that the agent throws, also while its reply is pulled,
 * becomes a failure that names the agent; a failure from below passes as it is.
 */
record AgentGuard(String agent) {
    ChatReply guard(Supplier<ChatReply> handling) {
        ChatReply reply = run(handling);
        if (reply == null) {
            throw new FailureException(new Failure.AgentFailed(agent, "it gave no reply"));
        }
        return new GuardedReply(reply);
    }

    private <T extends @Nullable Object> T run(Supplier<T> step) {
        try {
            return step.get();
        } catch (FailureException e) {
            throw e;
        } catch (Throwable e) {
            // The agent's code may throw anything, also checked exceptions that it does not
            // declare.
            throw new FailureException(
                    new Failure.AgentFailed(agent, e.getClass().getSimpleName()), e);
        } finally {
            // An interrupt that the agent left behind would end later waits on this thread.
            // Cancelling an exchange needs no interrupt: it closes the resources.
            var _ = Thread.interrupted();
        }
    }

    /** A reply that throws the agent's failure from {@code next}, also if {@code ready} met it. */
    private final class GuardedReply implements ChatReply {
        private final ChatReply reply;
        private @Nullable FailureException failed;

        GuardedReply(ChatReply reply) {
            this.reply = reply;
        }

        @Override
        public @Nullable ReplyEvent next() {
            if (failed != null) {
                throw failed;
            }
            return run(reply::next);
        }

        @Override
        public boolean ready() {
            try {
                return failed != null || run(reply::ready);
            } catch (FailureException e) {
                failed = e;
                return true;
            }
        }

        @Override
        public void close() {
            reply.close();
        }
    }
}
