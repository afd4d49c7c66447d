package dev.chasqui.adapters.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.jdbi.v3.core.Jdbi;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The connections of an open database, from its opening until it is lost or closed.
 *
 * @param jdbi the access to them; a wait for a connection is bounded
 */
record Pool(HikariDataSource source, Jdbi jdbi) implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** PostgreSQL is told so by {@link PostgresPlace}. */
    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(10);

    /** Has H2 end statements that take too long. */
    static final String BOUND_STATEMENTS = "SET QUERY_TIMEOUT " + LONGEST_STATEMENT.toMillis();

    private static final Duration LONGEST_PROBE = Duration.ofMillis(2_500);

    /**
     * Opens a database, and brings its schema to the version of this server.
     *
     * @param connections the most connections
     * @throws SQLException if it cannot be used
     * @throws IOException if its files cannot be used
     * @throws NewerSchemaException if a newer server has changed it
     */
    static Pool open(DatabasePlace place, int connections) throws SQLException, IOException {
        place.beforeOpening();
        try (Connection _ = Schema.bring(place)) {
            HikariDataSource source = new HikariDataSource(config(place, connections));
            Pool pool = new Pool(source, Jdbi.create(source));
            try {
                pool.probe();
                return pool;
            } catch (SQLException | RuntimeException e) {
                pool.close();
                throw e;
            }
        }
    }

    private static HikariConfig config(DatabasePlace place, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("database");
        config.setDataSource(place.source());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(LONGEST_WAIT.toMillis());
        config.setValidationTimeout(LONGEST_PROBE.toMillis());
        config.setThreadFactory(Thread.ofPlatform().daemon().name("database-pool-", 1).factory());
        if (place.isEmbedded()) {
            // Nothing is gained by a new connection, and the database closes with the last one.
            config.setMaxLifetime(0);
            config.setIdleTimeout(0);
            config.setKeepaliveTime(0);
            config.setConnectionInitSql(BOUND_STATEMENTS);
        }
        return config;
    }

    /**
     * Asks the database for something.
     *
     * @throws SQLException if it does not answer rightly and in time
     */
    void probe() throws SQLException {
        try (Connection connection = source.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT version FROM chasqui_version")) {
            if (!row.next()) {
                throw new SQLException("the table chasqui_version is empty");
            }
        }
    }

    /** Closes all connections, also those in use. */
    @Override
    public void close() {
        source.close();
    }
}
