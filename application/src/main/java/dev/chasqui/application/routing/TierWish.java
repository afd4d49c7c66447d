package dev.chasqui.application.routing;

import java.util.OptionalInt;

/**
 * The wish of a caller for the tier of the backend that answers.
 *
 * @param least the lowest tier that it accepts; empty if it names none
 * @param flexible true if, without such a tier, a backend of any tier may stand in for another one
 */
public record TierWish(OptionalInt least, boolean flexible) {
    /** The wish of a caller that says nothing: no backend of a lower tier stands in. */
    public static final TierWish STRICT = new TierWish(OptionalInt.empty(), false);

    /** The wish of a caller that rather has an answer of a lower tier than none. */
    public static final TierWish FLEXIBLE = new TierWish(OptionalInt.empty(), true);

    /** Returns the wish for at least this tier. */
    public static TierWish atLeast(int tier) {
        return new TierWish(OptionalInt.of(tier), false);
    }
}
