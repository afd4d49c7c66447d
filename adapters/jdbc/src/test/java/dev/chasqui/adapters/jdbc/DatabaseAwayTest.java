package dev.chasqui.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StoreAway;
import dev.chasqui.testing.Polled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A database that cannot be used, and comes back. */
class DatabaseAwayTest {
    private static final AuditEntry ENTRY =
            new AuditEntry(Instant.EPOCH, "root", "test", "something", "", "");

    @TempDir Path folder;

    private static void await(Database database, Class<? extends DatabaseState> state) {
        Polled.until("the database is " + state, () -> state.isInstance(database.state()));
    }

    private static void assertAway(Database database) {
        assertThatThrownBy(() -> database.callers().load())
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(StoreAway.class));
    }

    @Test
    void aFolderThatCannotBeUsedIsTriedUntilItCan() throws Exception {
        Path place = folder.resolve("place");
        Files.writeString(place, "a file where the folder should be");
        try (Database database = Database.open(DatabasePlace.inFolder(place))) {
            await(database, DatabaseState.Away.class);
            assertAway(database);

            Files.delete(place);
            await(database, DatabaseState.Open.class);
            assertThat(database.callers().version()).isZero();
        }
    }

    @Test
    void anEmbeddedDatabaseIsMadeAtItsFirstUse() {
        try (Database database = Database.open(DatabasePlace.inFolder(folder))) {
            assertThat(database.isBegun()).isFalse();
            assertThat(folder).isEmptyDirectory();

            assertThat(database.callers().version()).isZero();
            assertThat(database.isBegun()).isTrue();
        }
        try (Database database = Database.open(DatabasePlace.inFolder(folder))) {
            await(database, DatabaseState.Open.class);
        }
    }

    @Test
    void aServerThatIsNotThereYetIsFoundLater() throws Exception {
        String url = TestPostgres.newDatabase();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String through = url.replaceAll(":\\d+/", ":" + port + "/");
        try (Database database = Database.open(TestPostgres.place(through))) {
            await(database, DatabaseState.Away.class);
            assertAway(database);
            try (Relay relay = new Relay(port, TestPostgres.server().getPort())) {
                await(database, DatabaseState.Open.class);
                database.audit().add(ENTRY);

                relay.freeze();
                assertAway(database);
                await(database, DatabaseState.Away.class);
                // Now it is known, so nobody waits.
                assertAway(database);

                relay.thaw();
                await(database, DatabaseState.Open.class);
                assertThat(database.audit().newest(2)).containsExactly(ENTRY);
            }
            assertAway(database);
        }
    }

    @Test
    void noSecretAndNoPasswordIsInAReason() throws Exception {
        String url = TestPostgres.newDatabase() + "?connectTimeout=1";
        DatabasePlace place =
                DatabasePlace.postgres(
                        url.replaceAll(":\\d+/", ":1/"),
                        Optional.of("canary-user"),
                        () -> Optional.of("canary-password"));
        try (Database database = Database.open(place)) {
            await(database, DatabaseState.Away.class);
            assertThat(database.state().toString()).doesNotContain("canary-password");
            assertThatThrownBy(() -> database.callers().load()).hasMessageNotContaining("canary");
        }
    }

    @Test
    void aDatabaseOfANewerServerIsRefusedWithAClearWord() throws Exception {
        try (Database database = Database.open(DatabasePlace.inFolder(folder))) {
            assertThat(database.callers().version()).isZero();
        }
        change("UPDATE \"chasqui_schema\" SET \"version\" = '99' WHERE \"version\" = '1'");
        try (Database database = Database.open(DatabasePlace.inFolder(folder))) {
            await(database, DatabaseState.Away.class);
            assertThat(database.state().toString())
                    .contains("newer Chasqui")
                    .contains("99")
                    .contains("install that version");
            assertAway(database);
        }
    }

    /** A kill in the midst of a migration leaves such a folder. */
    @Test
    void aMigrationThatWasCutOffIsUndoneAtTheNextStart() throws Exception {
        try (Database database = Database.open(DatabasePlace.inFolder(folder))) {
            database.audit().add(ENTRY);
        }
        Files.copy(folder.resolve("chasqui.mv.db"), folder.resolve("chasqui.mv.db.migrating"));
        change("DROP TABLE chasqui_audit");

        try (Database database = Database.open(DatabasePlace.inFolder(folder))) {
            assertThat(database.audit().newest(2)).containsExactly(ENTRY);
        }
        assertThat(folder.resolve("chasqui.mv.db.migrating")).doesNotExist();
    }

    @Test
    void aClosedDatabaseSaysSoAtOnce() {
        Database database = Database.open(DatabasePlace.inFolder(folder));
        database.close();
        database.close();
        assertAway(database);
    }

    /** The interrupt of a thread in the midst of its work with H2's file would close it for all. */
    @Test
    void interruptsOfCallersDoNotCloseTheDatabase() throws Exception {
        try (Database database = Database.open(DatabasePlace.inFolder(folder))) {
            database.audit().add(ENTRY);
            CountDownLatch begun = new CountDownLatch(1);
            Thread caller =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        while (!Thread.currentThread().isInterrupted()) {
                                            try {
                                                database.audit().add(ENTRY);
                                            } catch (FailureException e) {
                                                // The interrupt.
                                            }
                                            begun.countDown();
                                        }
                                    });
            begun.await();
            caller.interrupt();
            caller.join();
            assertThat(database.audit().newest(1)).containsExactly(ENTRY);
            assertThat(database.state()).isInstanceOf(DatabaseState.Open.class);
        }
    }

    private void change(String sql) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:h2:file:"
                                        + folder.resolve("chasqui")
                                        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (java.sql.SQLException e) {
            throw new IOException(e);
        }
    }
}
