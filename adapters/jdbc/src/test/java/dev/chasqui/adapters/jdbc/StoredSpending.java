package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.callers.SpendStore;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

import java.util.ArrayList;
import java.util.List;

/** The contract of the store of spending, against a database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoredSpending extends SpendStoreContract {
    private final DatabaseCase database =
            new DatabaseCase() {
                @Override
                DatabasePlace newPlace() {
                    return StoredSpending.this.newPlace();
                }
            };

    private final List<Database> others = new ArrayList<>();

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

    @AfterEach
    void closeOthers() {
        others.forEach(Database::close);
        others.clear();
    }

    @AfterAll
    void closeDatabase() {
        database.closeDatabase();
    }

    @Override
    SpendStore store() {
        return database.database().spending();
    }

    @Override
    SpendStore again() {
        Database other = database.another();
        others.add(other);
        return other.spending();
    }
}
