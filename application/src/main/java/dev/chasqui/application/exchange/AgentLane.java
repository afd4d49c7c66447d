package dev.chasqui.application.exchange;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A thread of its own for one call of an agent, so that the agents around it go on if it does not
 * stop. Safe for use by several threads.
 */
final class AgentLane {
    private final CompletableFuture<ChatReply> begun = new CompletableFuture<>();

    /**
     * Runs the call. Returns its reply, or ends at once when the exchange is cancelled or the
     * thread is left behind.
     *
     * @param late closes a reply that comes later, on the thread of the call
     * @throws FailureException if there is no reply
     */
    ChatReply run(
            AgentLanes lanes,
            Cancellation cancellation,
            Supplier<ChatReply> call,
            Consumer<ChatReply> late) {
        lanes.start(() -> carry(call, late));
        try (var _ =
                cancellation.onCancel(() -> leave(new FailureException(new Failure.Cancelled())))) {
            return begun.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof FailureException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    private void carry(Supplier<ChatReply> call, Consumer<ChatReply> late) {
        try {
            ChatReply reply = call.get();
            if (!begun.complete(reply)) {
                late.accept(reply);
            }
        } catch (Throwable e) {
            // The caller gets everything that the call threw.
            begun.completeExceptionally(e);
        }
    }

    /** Ends the call for its caller. */
    void leave(FailureException failure) {
        begun.completeExceptionally(failure);
    }
}
