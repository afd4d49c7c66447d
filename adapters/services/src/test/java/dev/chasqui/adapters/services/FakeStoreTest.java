package dev.chasqui.adapters.services;

import dev.chasqui.plugin.service.Store;
import dev.chasqui.plugin.testkit.TestStore;

/** The test kit's store obeys the rules of stores. */
class FakeStoreTest extends StoreContract {
    private final TestStore store = new TestStore(clock);

    @Override
    protected Store store() {
        return store;
    }
}
