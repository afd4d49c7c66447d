package dev.chasqui.application.ledger;

import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.domain.account.Money;

/** The cost of a request by a table of prices. Must not block and must not throw. */
@FunctionalInterface
public interface Cost {
    /** The table in which all is free. */
    Cost FREE = _ -> Money.ZERO;

    /**
     * Returns the cost of a request.
     *
     * @param entry the request with its model and tokens; its own cost has no meaning
     */
    Money of(LedgerEntry entry);
}
