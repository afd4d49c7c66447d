package dev.chasqui.application.responses;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StateUnusable;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The conversations that requests of this server work on, each one at a time. */
final class ConversationLocks {
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    /** A conversation that is held by one request. */
    interface Held extends AutoCloseable {
        /** Gives it back. Idempotent. */
        @Override
        void close();
    }

    /**
     * Holds a conversation.
     *
     * @throws FailureException with {@link StateUnusable} if another request does
     */
    Held hold(String id) {
        if (!held.add(id)) {
            throw new FailureException(
                    new StateUnusable(
                            StateUnusable.Reason.CONVERSATION_LOCKED,
                            Optional.of("conversation"),
                            "another request works on conversation '"
                                    + id
                                    + "' now; try again when it is over"));
        }
        return new Held() {
            private boolean given;

            @Override
            public synchronized void close() {
                if (!given) {
                    given = true;
                    held.remove(id);
                }
            }
        };
    }
}
