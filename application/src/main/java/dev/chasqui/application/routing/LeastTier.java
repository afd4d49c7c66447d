package dev.chasqui.application.routing;

import org.jspecify.annotations.Nullable;

import java.util.OptionalInt;

/**
 * The lowest tier that a backend must have for a request.
 *
 * @param tier the tier
 * @param isAsked true if the caller has asked for it, so that a backend without a tier is too low
 */
public record LeastTier(int tier, boolean isAsked) {
    /** The bound of a request that any backend may answer. */
    public static final LeastTier NONE = new LeastTier(0, false);

    /** Returns the reason why a backend may not answer; null if it may. */
    DropReason.@Nullable Tier tooLow(OptionalInt own) {
        return own.orElse(isAsked ? 0 : tier) < tier ? new DropReason.Tier(own, tier) : null;
    }
}
