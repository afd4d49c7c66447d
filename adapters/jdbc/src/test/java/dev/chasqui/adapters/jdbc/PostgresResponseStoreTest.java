package dev.chasqui.adapters.jdbc;

/** Responses and conversations in PostgreSQL. */
class PostgresResponseStoreTest extends ResponseStoreContract {
    @Override
    DatabasePlace newPlace() {
        return TestPostgres.newPlace();
    }
}
