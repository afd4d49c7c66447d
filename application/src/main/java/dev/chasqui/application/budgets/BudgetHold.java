package dev.chasqui.application.budgets;

import dev.chasqui.application.port.TokenEstimate;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.account.Price;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.Usage;

import java.util.List;
import java.util.Optional;

/**
 * The money that one running request holds of the budgets that concern it. Safe for use by several
 * threads, as the branches of a request are.
 */
public final class BudgetHold {
    private final Budgets budgets;
    private final List<Budgets.Opened> opened;
    private final TokenEstimate estimate;

    /** The costliest of the prices of the models that were asked; before, that of the name. */
    private Price price;

    private Money reserved;
    private boolean asked;
    private boolean over;

    private BudgetHold(
            Budgets budgets,
            List<Budgets.Opened> opened,
            TokenEstimate estimate,
            Price price,
            Money reserved) {
        this.budgets = budgets;
        this.opened = opened;
        this.estimate = estimate;
        this.price = price;
        this.reserved = reserved;
    }

    /**
     * Reserves the money of a request by the price of the model that the client asks for.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code BudgetExceeded} if a budget
     *     does not have it and blocks all; then nothing has changed
     */
    public static BudgetHold reserve(
            Budgets budgets, List<Budgets.Owned> owned, String model, TokenEstimate estimate) {
        List<Budgets.Opened> opened = budgets.open(owned);
        Price price = budgets.prices().of(model);
        Money amount = PriceTable.cost(price, estimate);
        budgets.reserve(opened, Money.ZERO, amount, false);
        return new BudgetHold(budgets, opened, estimate, price, amount);
    }

    /**
     * Checks the budgets for a backend that is about to be asked, and reserves what its model costs
     * more than the one before.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code BudgetExceeded} if a budget
     *     blocks it; another backend may be asked
     */
    public synchronized void asks(String model, Zone zone) {
        if (over) {
            return;
        }
        Price next = budgets.prices().of(model);
        Money amount = PriceTable.cost(next, estimate);
        boolean counts = !asked || amount.compareTo(reserved) > 0;
        Money wanted = counts ? amount : reserved;
        budgets.reserve(opened, reserved, wanted, zone == Zone.OPEN);
        reserved = wanted;
        if (counts) {
            price = next;
        }
        asked = true;
    }

    /**
     * Ends the request; later calls change nothing.
     *
     * @param usage the tokens that it used; empty if nobody knows, then those of its text count
     */
    public synchronized void end(Optional<Usage> usage) {
        if (!over) {
            over = true;
            budgets.settle(
                    opened,
                    reserved,
                    PriceTable.cost(price, usage.orElseGet(() -> Usage.of(estimate.prompt(), 0))));
        }
    }

    /** Returns true if the soft part of a budget is spent. */
    public boolean softIsSpent() {
        return !warnings().isEmpty();
    }

    /** Returns a sentence about each budget whose soft part is spent. */
    public List<String> warnings() {
        return budgets.warnings(opened);
    }
}
