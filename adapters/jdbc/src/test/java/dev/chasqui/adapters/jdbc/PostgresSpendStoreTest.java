package dev.chasqui.adapters.jdbc;

/** What budgets have spent, in PostgreSQL. */
class PostgresSpendStoreTest extends StoredSpending {
    @Override
    DatabasePlace newPlace() {
        return TestPostgres.newPlace();
    }
}
