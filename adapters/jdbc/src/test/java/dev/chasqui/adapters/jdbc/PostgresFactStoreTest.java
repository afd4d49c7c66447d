package dev.chasqui.adapters.jdbc;

/** The facts of users, in PostgreSQL. */
class PostgresFactStoreTest extends StoredFacts {
    @Override
    DatabasePlace newPlace() {
        return TestPostgres.newPlace();
    }
}
