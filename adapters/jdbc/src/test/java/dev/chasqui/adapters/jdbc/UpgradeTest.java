package dev.chasqui.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.callers.Ledger.By;
import dev.chasqui.domain.account.Money;
import dev.chasqui.testing.Polled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The upgrade of a database that an older server has filled. */
class UpgradeTest {
    private static final int KILLS = Integer.getInteger("kills", 4);

    @TempDir Path folder;

    @Test
    void allOfAnOldH2DatabaseIsThereAndItWasCopiedBefore() throws Exception {
        DatabasePlace place = DatabasePlace.inFolder(folder);
        OldDatabase.make(place, 3, 2);
        try (Database database = Database.open(place)) {
            assertWhole(database, 3, 2);
        }
        assertDays(place, 3, 2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .as("only its owner may read it")
                .isEqualTo("rwx------");
        assertThat(folder.resolve("chasqui.mv.db.migrating")).doesNotExist();

        Path other = Files.createDirectory(folder.resolve("other"));
        Files.move(folder.resolve("chasqui.mv.db.before-2"), other.resolve("chasqui.mv.db"));
        try (Database database = Database.open(DatabasePlace.inFolder(other))) {
            assertWhole(database, 3, 2);
        }
        assertThat(other.resolve("chasqui.mv.db.before-2")).isRegularFile();
    }

    @Test
    void soItIsOfPostgres() throws Exception {
        DatabasePlace place = TestPostgres.newPlace();
        OldDatabase.make(place, 3, 2);
        try (Database database = Database.open(place)) {
            assertWhole(database, 3, 2);
        }
        assertDays(place, 3, 2);
    }

    /** {@code -Dkills=200} kills more often. */
    @Test
    void aKillInItsMidstIsMended() throws Exception {
        Path old = folder.resolve("old");
        OldDatabase.make(DatabasePlace.inFolder(old), 30, 40);
        int midst = 0;
        for (int i = 0; i < KILLS; i++) {
            Path place = Files.createDirectory(folder.resolve("killed" + i));
            Files.copy(old.resolve("chasqui.mv.db"), place.resolve("chasqui.mv.db"));
            midst += killInUpgrade(place, TimeUnit.MILLISECONDS.toNanos(i * 50 % 1_000)) ? 1 : 0;
            try (Database database = Database.open(DatabasePlace.inFolder(place))) {
                assertWhole(database, 30, 40);
            }
            assertDays(DatabasePlace.inFolder(place), 30, 40);
            assertThat(place.resolve("chasqui.mv.db.migrating")).doesNotExist();
        }
        assertThat(midst).isPositive();
    }

    /** Kills an upgrade some time after it began. Returns false if it had ended before. */
    private static boolean killInUpgrade(Path place, long nanosAfter) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Upgrading.class.getName(),
                                place.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader _ = process.inputReader(StandardCharsets.UTF_8)) {
            Path copy = place.resolve("chasqui.mv.db.migrating");
            Polled.until("it was copied", () -> Files.exists(copy));
            LockSupport.parkNanos(nanosAfter);
            process.destroyForcibly().onExit().join();
            return Files.exists(copy);
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    /** A program that opens a database, and waits to be killed. */
    static final class Upgrading {
        private Upgrading() {}

        /**
         * Runs.
         *
         * @param arguments the folder of the database
         */
        public static void main(String[] arguments) throws Exception {
            try (Database database = Database.open(DatabasePlace.inFolder(Path.of(arguments[0])))) {
                var _ = database.callers().load();
                Thread.currentThread().join();
            }
        }
    }

    private static void assertWhole(Database database, int days, int keys) {
        Polled.until("it is open", () -> database.state() instanceof DatabaseState.Open);
        assertThat(database.callers().load().users()).containsOnlyKeys("boss");
        assertThat(database.callers().load().keys()).hasSize(1);
        assertThat(database.ledger().sums(OldDatabase.days(0, 1000), By.KEY))
                .hasSize(keys)
                .allSatisfy(
                        sum -> {
                            assertThat(sum.requests()).isEqualTo(days * 240L);
                            assertThat(sum.cost()).isEqualTo(new Money(days * 120L));
                        });
        assertThat(database.ledger().sums(OldDatabase.days(1, 3), By.DAY))
                .hasSize(2)
                .allSatisfy(sum -> assertThat(sum.requests()).isEqualTo(keys * 240L));
        assertThat(database.ledger().sums(OldDatabase.days(1, 2), By.TEAM).getFirst().requests())
                .isEqualTo(240);
        assertThat(database.spending().since(LocalDate.EPOCH)).isEmpty();
    }

    private static void assertDays(DatabasePlace place, int days, int keys) throws SQLException {
        try (Connection connection = place.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                SELECT count(*), sum(requests), min(at)
                                FROM chasqui_days
                                """)) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).isEqualTo(days * keys);
            assertThat(row.getInt(2)).isEqualTo(days * keys * 240);
            assertThat(row.getObject(3, OffsetDateTime.class).toInstant())
                    .isEqualTo(OldDatabase.BEGIN);
        }
    }
}
