package dev.chasqui.adapters.jdbc;

/** The money that budgets have spent, in PostgreSQL. */
class PostgresSpendStoreTest extends StoredSpending {
    @Override
    DatabasePlace newPlace() {
        return TestPostgres.newPlace();
    }
}
