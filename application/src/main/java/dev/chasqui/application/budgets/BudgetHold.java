package dev.chasqui.application.budgets;

import dev.chasqui.application.port.exchange.BudgetState;
import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
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

    /** The costliest of the tariffs of the models that were asked; before, the cheapest one. */
    private Tariff tariff;

    private Money reserved;
    private boolean asked;
    private boolean over;

    private BudgetHold(
            Budgets budgets,
            List<Budgets.Opened> opened,
            TokenEstimate estimate,
            Tariff tariff,
            Money reserved) {
        this.budgets = budgets;
        this.opened = opened;
        this.estimate = estimate;
        this.tariff = tariff;
        this.reserved = reserved;
    }

    /**
     * Reserves the money of a request by the price of the model that the client asks for, or of a
     * backend if that is less: which backend gets it is not known yet. {@link #asks} reserves the
     * rest.
     *
     * @throws FailureException with {@code BudgetExceeded} if a budget does not have it and blocks
     *     all; then nothing has changed
     */
    public static BudgetHold reserve(
            Budgets budgets, List<Budgets.Owned> owned, String model, TokenEstimate estimate) {
        List<Budgets.Opened> opened = budgets.open(owned);
        Tariff tariff = budgets.prices().cheapest(model, estimate);
        Money amount = tariff.cost(estimate);
        budgets.reserve(opened, Money.ZERO, amount, false);
        return new BudgetHold(budgets, opened, estimate, tariff, amount);
    }

    /**
     * Checks the budgets for a backend that is about to be asked, and reserves what its model costs
     * more than the one before.
     *
     * @throws FailureException with {@code BudgetExceeded} if a budget blocks it; another backend
     *     may be asked. With {@code Cancelled} after the end, since nothing more is counted
     */
    public synchronized void asks(String backend, String model, Zone zone) {
        if (over) {
            throw new FailureException(new Failure.Cancelled());
        }
        Tariff next = budgets.prices().of(backend, model);
        Money amount = next.cost(estimate);
        boolean counts = !asked || amount.compareTo(reserved) > 0;
        Money wanted = counts ? amount : reserved;
        if (!isChecked(wanted, zone)) {
            budgets.reserve(opened, reserved, wanted, zone == Zone.OPEN);
        }
        reserved = wanted;
        if (counts) {
            tariff = next;
        }
        asked = true;
    }

    /** Returns true if the reservation of the beginning has checked the same already. */
    private boolean isChecked(Money wanted, Zone zone) {
        return !asked
                && wanted.equals(reserved)
                && (zone == Zone.RESTRICTED || !Budgets.anyBlocksCloud(opened));
    }

    /** Ends a request of which it is not known which models used the tokens. */
    public void end(Optional<Usage> usage) {
        end(usage, List.of());
    }

    /**
     * Ends the request; later calls change nothing.
     *
     * @param usage the tokens that it used; empty if nobody knows, then those of its text count
     * @param byModel the tokens of each model, which has its own price; empty if they are not
     *     known, then all count by the costliest of the tariffs
     */
    public synchronized void end(Optional<Usage> usage, List<ModelUsage> byModel) {
        if (!over) {
            over = true;
            budgets.settle(opened, reserved, byModel.isEmpty() ? cost(usage) : cost(byModel));
        }
    }

    /** Returns true if the soft part of a budget is spent. */
    public boolean softIsSpent() {
        return state().status() != BudgetState.Status.OK;
    }

    private Money cost(Optional<Usage> usage) {
        return tariff.cost(usage.orElseGet(() -> Usage.of(estimate.prompt(), 0)));
    }

    private Money cost(List<ModelUsage> byModel) {
        Money sum = Money.ZERO;
        for (ModelUsage one : byModel) {
            sum = sum.plus(budgets.prices().cost(one));
        }
        return sum;
    }

    /** Returns the state of the budgets. */
    public BudgetState state() {
        return budgets.stateOf(opened);
    }
}
