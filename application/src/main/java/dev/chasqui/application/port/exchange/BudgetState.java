package dev.chasqui.application.port.exchange;

import java.util.List;

/**
 * The state of a caller's budgets.
 *
 * @param status the status of the one that is spent most
 * @param warnings sentences about budgets whose soft part is spent
 */
public record BudgetState(Status status, List<String> warnings) {

    /** The part of a budget that is spent. */
    public enum Status {
        /** Less than the soft part. */
        OK,
        /** The soft part. */
        SOFT,
        /** All of it, or so much that the rest does not pay for the request. */
        HARD
    }

    public BudgetState {
        warnings = List.copyOf(warnings);
    }
}
