package dev.chasqui.application.budgets;

import dev.chasqui.domain.account.Money;

/**
 * The cost of a request as it is estimated before its answer.
 *
 * @param currency the name of the currency
 */
public record EstimatedCost(Money amount, String currency) {

    /** Returns the cost of both requests. */
    public EstimatedCost plus(EstimatedCost other) {
        return new EstimatedCost(amount.plus(other.amount), currency);
    }

    @Override
    public String toString() {
        return amount + " " + currency;
    }
}
