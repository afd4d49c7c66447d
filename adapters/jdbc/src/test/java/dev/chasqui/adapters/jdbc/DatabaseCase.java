package dev.chasqui.adapters.jdbc;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

import java.util.List;

/** A test class with a database of its own, which is empty before each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DatabaseCase {
    private static final List<String> TABLES =
            List.of(
                    "users",
                    "teams",
                    "members",
                    "keys",
                    "audit",
                    "ledger",
                    "hours",
                    "team_hours",
                    "days",
                    "team_days",
                    "user_hours",
                    "ledger_writers",
                    "sessions",
                    "spent",
                    "spend_writers",
                    "responses",
                    "conversations",
                    "response_items",
                    "facts");

    private DatabasePlace place;
    private Database database;

    /** Returns the place of a new, empty database. */
    abstract DatabasePlace newPlace();

    @BeforeAll
    void openDatabase() {
        place = newPlace();
        database = Database.open(place);
    }

    @BeforeEach
    void empty() {
        var _ =
                database.write(
                        handle -> {
                            TABLES.forEach(name -> handle.execute("DELETE FROM chasqui_" + name));
                            return handle.execute("UPDATE chasqui_version SET version = 0");
                        });
    }

    @AfterAll
    void closeDatabase() {
        database.close();
    }

    Database database() {
        return database;
    }

    /** Opens the same database once more, as another server would. */
    Database another() {
        return Database.open(place);
    }

    /** Closes the database and opens it again. */
    void reopen() {
        database.close();
        database = Database.open(place);
    }
}
