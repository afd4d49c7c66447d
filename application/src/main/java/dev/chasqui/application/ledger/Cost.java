package dev.chasqui.application.ledger;

import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.domain.account.Money;

/** The cost of requests by a table of prices. Must not block and must not throw. */
@FunctionalInterface
public interface Cost {
    /** The table in which all is free. */
    Cost FREE = _ -> Money.ZERO;

    /** Returns the cost of what one model used for a request. */
    Money of(ModelUsage used);
}
