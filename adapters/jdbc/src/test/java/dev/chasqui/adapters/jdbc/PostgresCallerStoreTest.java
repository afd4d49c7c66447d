package dev.chasqui.adapters.jdbc;

/** The users, teams and keys in PostgreSQL. */
class PostgresCallerStoreTest extends CallerStoreContract {

    @Override
    DatabasePlace newPlace() {
        return TestPostgres.newPlace();
    }
}
