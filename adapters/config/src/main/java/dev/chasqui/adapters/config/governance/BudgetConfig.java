package dev.chasqui.adapters.config.governance;

import dev.chasqui.domain.account.Budget;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.binding.Key;

import java.math.BigDecimal;
import java.util.Optional;

/** The budget of one owner. Without an amount there is none. */
public record BudgetConfig(
        @Key(
                        help =
                                "The most money that may be spent in a period, in the currency of"
                                        + " `prices.currency`, such as `10.0`.",
                        least = "0.000001",
                        most = "1000000000")
                Optional<Double> amount,
        @Key(
                        help = "The period, by the calendar in UTC; a week begins on Monday.",
                        fallback = "month")
                Budget.Period per,
        @Key(
                        help =
                                "The part of the amount from which on answers carry a warning in"
                                        + " `X-Chasqui-Budget`, and backends of the zone"
                                        + " `restricted` are asked first.",
                        fallback = "0.75",
                        least = "0",
                        most = "1")
                double soft,
        @Key(
                        help =
                                "The answer to a request that would cost more than is left:"
                                    + " `block_all` refuses it with the status 402, `block_cloud`"
                                    + " leaves it only backends of the zone `restricted`, `warn`"
                                    + " lets it pass.",
                        fallback = "block_all")
                Budget.Hard hard) {
    /** The budget of an owner without one. */
    static final BudgetConfig NONE =
            new BudgetConfig(
                    Optional.empty(),
                    Budget.Period.MONTH,
                    Budget.USUAL_SOFT,
                    Budget.Hard.BLOCK_ALL);

    /** Returns the budget; empty if there is none. */
    public Optional<Budget> budget() {
        return amount.map(most -> new Budget(Money.of(BigDecimal.valueOf(most)), per, soft, hard));
    }
}
