package dev.chasqui.adapters.jdbc;

/** The ledger in PostgreSQL. */
class PostgresLedgerTest extends LedgerContract {

    @Override
    DatabasePlace newPlace() {
        return TestPostgres.newPlace();
    }
}
