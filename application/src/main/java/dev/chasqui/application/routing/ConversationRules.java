package dev.chasqui.application.routing;

import java.time.Duration;
import java.util.Optional;

/**
 * The rules for requests that belong together.
 *
 * @param affinity true if the backend that has answered a conversation before is preferred; empty
 *     to do so with the strategy {@code smart} alone
 * @param heldFor the time for which a session stays in this network after a request of it that had
 *     to; zero for not at all
 */
public record ConversationRules(Optional<Boolean> affinity, Duration heldFor) {
    /** The rules of a config that says nothing. */
    public static final ConversationRules USUAL =
            new ConversationRules(Optional.empty(), Duration.ofHours(8));
}
