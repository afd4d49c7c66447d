package dev.chasqui.application.routing;

import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.application.routing.affinity.ConversationMarks;

import java.util.function.Supplier;

/**
 * The properties that a request asks of the backend that answers it.
 *
 * @param needs what its model must be able to do
 * @param tier the lowest tier that it must have
 * @param estimate estimates what it may use; called only if its cost counts
 * @param marks recognise its conversation
 */
public record Demand(
        Needs needs, LeastTier tier, Supplier<TokenEstimate> estimate, ConversationMarks marks) {
    /** The demand that each backend meets. */
    public static final Demand NONE =
            new Demand(Needs.NONE, LeastTier.NONE, () -> TokenEstimate.NONE);

    /** Makes the demand of a request that belongs to no conversation. */
    public Demand(Needs needs, LeastTier tier, Supplier<TokenEstimate> estimate) {
        this(needs, tier, estimate, ConversationMarks.NONE);
    }
}
