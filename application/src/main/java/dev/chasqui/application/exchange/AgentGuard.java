package dev.chasqui.application.exchange;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * Turns whatever an agent throws into a failure that names the agent, also while its reply is
 * pulled; what came from under it passes as it is.
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
            // Whatever it is, also what no method here declares: the agent's code threw it.
            throw new FailureException(
                    new Failure.AgentFailed(agent, e.getClass().getSimpleName()), e);
        } finally {
            // An interrupt that it left behind would end what others wait for on this thread;
            // whoever cancels the exchange closes what it holds.
            var _ = Thread.interrupted();
        }
    }

    /** What an agent throws where it must not is kept until it can be told. */
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
