package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.budgets.MemorySpending;
import dev.chasqui.application.port.callers.SpendStore;

/** The money that budgets have spent, in memory. */
class MemorySpendStoreTest extends SpendStoreContract {
    private final SpendStore store = new MemorySpending();

    @Override
    SpendStore store() {
        return store;
    }

    @Override
    SpendStore again() {
        return store;
    }
}
