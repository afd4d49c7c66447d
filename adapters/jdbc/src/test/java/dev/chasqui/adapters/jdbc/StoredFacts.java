package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.memory.FactStore;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** The contract of the store of facts, against a database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoredFacts extends FactStoreContract {
    private final DatabaseCase database =
            new DatabaseCase() {
                @Override
                DatabasePlace newPlace() {
                    return StoredFacts.this.newPlace();
                }
            };

    /** Returns the place of a new, empty database. */
    abstract DatabasePlace newPlace();

    @BeforeAll
    void openDatabase() {
        database.openDatabase();
    }

    @BeforeEach
    void empty() {
        database.empty();
    }

    @AfterAll
    void closeDatabase() {
        database.closeDatabase();
    }

    @Override
    FactStore store() {
        return database.database().facts();
    }

    @Override
    FactStore again() {
        database.reopen();
        return store();
    }
}
