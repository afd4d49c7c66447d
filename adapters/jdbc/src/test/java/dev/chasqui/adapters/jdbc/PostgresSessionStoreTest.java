package dev.chasqui.adapters.jdbc;

/** The sessions, in PostgreSQL. */
class PostgresSessionStoreTest extends StoredSessions {
    @Override
    DatabasePlace newPlace() {
        return TestPostgres.newPlace();
    }
}
