package dev.chasqui.adapters.jdbc;

import org.flywaydb.core.Flyway;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The schema of the database, and its migrations: the resources in the folder {@code migrations},
 * which are never changed once they were released.
 */
final class Schema {
    /** The number of the last migration. */
    static final int VERSION = 7;

    private static final String HISTORY = "chasqui_schema";

    /** The first two digits of the SQL state of a statement that names an unknown table. */
    private static final String UNKNOWN = "42";

    private Schema() {}

    /**
     * Brings a database to the version of this server. Flyway, whose start takes a while, runs only
     * if a migration is due.
     *
     * @return a connection, to be closed when there is another: an embedded database closes with
     *     its last one
     * @throws SQLException if the database cannot be used
     * @throws IOException if its files cannot be copied
     * @throws NewerSchemaException if a newer server has changed it
     */
    static Connection bring(DatabasePlace place) throws SQLException, IOException {
        Connection connection = place.source().getConnection();
        int version = -1;
        try {
            version = version(connection);
        } finally {
            if (version != VERSION) {
                connection.close();
            }
        }
        if (version > VERSION) {
            throw new NewerSchemaException(version);
        }
        if (version < VERSION) {
            place.beforeMigration();
            migrate(place, VERSION);
            place.afterMigration(version);
            return place.source().getConnection();
        }
        return connection;
    }

    /** Carries out the migrations that are due, up to the one of a number. */
    static void migrate(DatabasePlace place, int target) {
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(place.migratingSource())
                .locations("classpath:dev/chasqui/adapters/jdbc/migrations")
                .table(HISTORY)
                // The database may hold tables of other programs.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .target(Integer.toString(target))
                .load()
                .migrate();
    }

    /** Returns the number of the last migration; 0 if there was none. */
    static int version(Connection connection) throws SQLException {
        int newest = 0;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ofHistory())) {
            while (row.next()) {
                newest = Math.max(newest, Integer.parseInt(row.getString(1)));
            }
        } catch (SQLException e) {
            if (e.getSQLState() != null && e.getSQLState().startsWith(UNKNOWN)) {
                return 0;
            }
            throw e;
        }
        return newest;
    }

    private static String ofHistory() {
        return "SELECT \"version\" FROM \"%s\" WHERE \"success\" AND \"version\" IS NOT NULL"
                .formatted(HISTORY);
    }
}
