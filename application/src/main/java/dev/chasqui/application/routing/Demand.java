package dev.chasqui.application.routing;

/**
 * The properties that a request asks of the backend that answers it.
 *
 * @param needs what its model must be able to do
 * @param tier the lowest tier that it must have
 */
public record Demand(Needs needs, LeastTier tier) {
    /** The demand that each backend meets. */
    public static final Demand NONE = new Demand(Needs.NONE, LeastTier.NONE);
}
