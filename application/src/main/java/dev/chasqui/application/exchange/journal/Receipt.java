package dev.chasqui.application.exchange.journal;

import dev.chasqui.application.budgets.EstimatedCost;
import dev.chasqui.application.routing.Route;

import java.util.List;
import java.util.Optional;

/**
 * The account of how one answer came about.
 *
 * @param chosen the backend that answered, and its place in the route
 * @param failed the names of the backends that failed before, the first ones
 * @param fallback the model that answered in place of the one that was asked for; empty if this one
 *     did
 * @param cost the estimated cost; empty if no price is known
 * @param hedge the reason, in words, why two backends were asked; empty if one was
 * @param isShared true if the answer was asked for by an equal request, on whose account it is
 */
public record Receipt(
        Route.Kept chosen,
        List<String> failed,
        Optional<String> fallback,
        Optional<EstimatedCost> cost,
        Optional<String> hedge,
        boolean isShared) {
    public Receipt {
        failed = List.copyOf(failed);
    }

    /** Returns the account of another request that gets the same answer. */
    public Receipt shared() {
        return new Receipt(chosen, failed, fallback, cost, hedge, true);
    }

    /** Returns the reason, in words, why this backend answered. */
    String reason() {
        String before = failed.isEmpty() ? "" : String.join(", ", failed) + " failed before; ";
        return (isShared ? "the answer to an equal request; " : "")
                + before
                + hedge.map(why -> why + "; ").orElse("")
                + chosen.brief();
    }
}
