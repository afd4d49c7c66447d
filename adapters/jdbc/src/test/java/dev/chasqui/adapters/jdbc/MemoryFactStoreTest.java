package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.memory.MemoryFacts;
import dev.chasqui.application.port.memory.FactStore;

/** The facts of users, in memory. */
class MemoryFactStoreTest extends FactStoreContract {
    private final FactStore store = new MemoryFacts();

    @Override
    FactStore store() {
        return store;
    }

    @Override
    FactStore again() {
        return store;
    }
}
