package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.sessions.SessionStore;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

import java.util.ArrayList;
import java.util.List;

/** The contract of the store of sessions, against a database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoredSessions extends SessionStoreContract {
    private final DatabaseCase database =
            new DatabaseCase() {
                @Override
                DatabasePlace newPlace() {
                    return StoredSessions.this.newPlace();
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
    SessionStore store() {
        return database.database().sessions();
    }

    @Override
    SessionStore again() {
        Database other = database.another();
        others.add(other);
        return other.sessions();
    }
}
