package dev.chasqui.adapters.jdbc;

import org.postgresql.ds.PGSimpleDataSource;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

import javax.sql.DataSource;

/** A PostgreSQL database, which other servers may use too. It rolls a failed migration back. */
final class PostgresPlace extends DatabasePlace {
    static final String SCHEME = "jdbc:postgresql:";

    private static final int CONNECT_SECONDS = 5;

    /** Without it a frozen server would hold a thread for ever. */
    private static final int SOCKET_SECONDS = 10;

    private static final int MIGRATION_SECONDS = 30 * 60;

    private final String url;
    private final Optional<String> user;
    private final Supplier<Optional<String>> password;

    PostgresPlace(String url, Optional<String> user, Supplier<Optional<String>> password) {
        if (!url.startsWith(SCHEME)) {
            throw new IllegalArgumentException("the url (expected: one with " + SCHEME + ")");
        }
        this.url = url;
        this.user = user;
        this.password = password;
    }

    @Override
    boolean mayExist() {
        return true;
    }

    @Override
    String name() {
        PGSimpleDataSource parsed = new PGSimpleDataSource();
        parsed.setURL(url);
        return "PostgreSQL at " + String.join(", ", parsed.getServerNames());
    }

    @Override
    DataSource source() {
        PGSimpleDataSource source = parsed();
        source.setOptions(
                ("-c statement_timeout=%1$ds -c lock_timeout=%1$ds"
                                + " -c idle_in_transaction_session_timeout=%1$ds")
                        .formatted(SOCKET_SECONDS));
        if (source.getSocketTimeout() == 0) {
            source.setSocketTimeout(SOCKET_SECONDS);
        }
        return source;
    }

    @Override
    DataSource migratingSource() {
        PGSimpleDataSource source = parsed();
        source.setSocketTimeout(MIGRATION_SECONDS);
        return source;
    }

    private PGSimpleDataSource parsed() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        user.ifPresent(source::setUser);
        password.get().ifPresent(source::setPassword);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setTcpKeepAlive(true);
        source.setApplicationName("chasqui");
        // Else a batch does not tell which of its rows were new.
        source.setReWriteBatchedInserts(false);
        // Else messages of errors hold the values of rows.
        source.setLogServerErrorDetail(false);
        return source;
    }

    @Override
    boolean isEmbedded() {
        return false;
    }

    @Override
    Optional<Path> backupFile() {
        return Optional.empty();
    }

    @Override
    void beforeOpening() {}

    @Override
    void beforeMigration() {}

    @Override
    void afterMigration(int from) {}
}
