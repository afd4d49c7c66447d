package dev.chasqui.adapters.jdbc;

import static org.junit.jupiter.api.Assumptions.abort;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The PostgreSQL of this test run: started when a class first needs it, from the binaries in a
 * Maven artifact, and stopped with the JVM. Each class gets a database of its own.
 */
final class TestPostgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestPostgres() {}

    /** The server; it is started at first use. */
    private static final class Started {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        // As in operation, so that what is acknowledged survives a kill.
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setPGStartupWait(Duration.ofMinutes(1))
                        .start();
            } catch (IOException e) {
                throw new IllegalStateException("the PostgreSQL of the tests does not start", e);
            }
        }
    }

    /** Returns the server, or skips the test where there are no binaries for this platform. */
    static EmbeddedPostgres server() {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!machine.toLowerCase(Locale.ROOT).matches("linux (amd64|x86_64)")) {
            abort(
                    "skipped: the build has binaries of PostgreSQL for linux amd64 alone, and this"
                            + " is "
                            + machine);
        }
        return Started.SERVER;
    }

    /** Returns the address of a new, empty database. */
    static String newDatabase() {
        return newDatabase("");
    }

    /**
     * Returns the address of a new, empty database.
     *
     * @param options the options of {@code CREATE DATABASE}
     */
    static String newDatabase(String options) {
        String name = "test" + DATABASES.incrementAndGet();
        try (Connection connection = server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " " + options);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return "jdbc:postgresql://127.0.0.1:" + server().getPort() + "/" + name;
    }

    /** Returns a new, empty database. */
    static DatabasePlace newPlace() {
        return place(newDatabase());
    }

    static DatabasePlace place(String url) {
        return DatabasePlace.postgres(url, Optional.of("postgres"), Optional::empty);
    }
}
