package dev.chasqui.adapters.jdbc;

/** The audit entries in PostgreSQL. */
class PostgresAuditTrailTest extends AuditTrailContract {

    @Override
    DatabasePlace newPlace() {
        return TestPostgres.newPlace();
    }
}
