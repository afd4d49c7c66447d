package dev.chasqui.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.Ledger.By;
import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.application.port.exchange.ExchangeContent;
import dev.chasqui.domain.account.Money;
import dev.chasqui.testing.Polled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    @Test
    void entriesOfAnOlderVersionStandBesideNewOnes() throws Exception {
        DatabasePlace place = DatabasePlace.inFolder(folder);
        OldDatabase.makeWithEntries(place);
        readOldAndNew(place);
    }

    @Test
    void soTheyDoInPostgres() throws Exception {
        DatabasePlace place = TestPostgres.newPlace();
        OldDatabase.makeWithEntries(place);
        readOldAndNew(place);
    }

    private static void readOldAndNew(DatabasePlace place) {
        try (Database database = Database.open(place)) {
            Ledger ledger = database.ledger();
            LedgerEntry old = ledger.find("old2~p1").orElseThrow();
            assertThat(old.requestId()).isEqualTo("old2");
            assertThat(old.content()).contains(new ExchangeContent("Why?", "So."));
            List<LedgerEntry> there = ledger.newest(OldDatabase.days(0, 9), Optional.empty(), 9);
            assertThat(there).extracting(LedgerEntry::id).containsExactly("old2~p1", "old1~p2");

            ledger.add(
                    List.of(
                            LedgerContract.entry("new1~p3", old.at(), "ana")
                                    .withContent(old.content()),
                            LedgerContract.entry("new2~p4", old.at(), "ana")));
            List<String> pages = new ArrayList<>();
            Optional<String> before = Optional.empty();
            for (int i = 0; i < 4; i++) {
                List<LedgerEntry> page = ledger.newest(OldDatabase.days(0, 9), before, 1);
                pages.add(page.getFirst().id());
                before = Optional.of(pages.getLast());
            }
            assertThat(pages)
                    .containsExactlyInAnyOrder("old1~p2", "old2~p1", "new1~p3", "new2~p4")
                    .endsWith("old1~p2");
            assertThat(ledger.newest(OldDatabase.days(0, 9), before, 1)).isEmpty();
            assertThat(ledger.find("new1~p3").orElseThrow().content()).isEqualTo(old.content());
            assertThat(ledger.find("p3~new1")).isEmpty();
            assertThat(ledger.prune(OldDatabase.BEGIN.plusSeconds(30), 9)).isEqualTo(1);
            assertThat(ledger.find("old1~p2")).isEmpty();
        }
    }

    /**
     * The first kill comes when half of the migrations are done, the others at any moment. {@code
     * -Dkills=200} kills more often.
     */
    @Test
    void aKillInItsMidstIsMended() throws Exception {
        Path old = folder.resolve("old");
        OldDatabase.make(DatabasePlace.inFolder(old), 30, 40);
        for (int i = 0; i < KILLS; i++) {
            Path place = Files.createDirectory(folder.resolve("killed" + i));
            Files.copy(old.resolve("chasqui.mv.db"), place.resolve("chasqui.mv.db"));
            if (i == 0) {
                killHalfway(place);
                assertThat(place.resolve("chasqui.mv.db.migrating")).exists();
            } else {
                killInUpgrade(place, TimeUnit.MILLISECONDS.toNanos(i * 50 % 1_000));
            }
            try (Database database = Database.open(DatabasePlace.inFolder(place))) {
                assertWhole(database, 30, 40);
            }
            assertDays(DatabasePlace.inFolder(place), 30, 40);
            assertThat(place.resolve("chasqui.mv.db.migrating")).doesNotExist();
        }
    }

    /** Kills an upgrade that waits halfway. */
    private static void killHalfway(Path place) throws Exception {
        Process process = start(Halfway.class, place);
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            Polled.until("it is halfway", Duration.ofMinutes(1), output::ready);
            assertThat(output.readLine()).isEqualTo(Halfway.SIGN);
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    /** Kills an upgrade some time after it began; it may have ended before. */
    private static void killInUpgrade(Path place, long nanosAfter) throws Exception {
        Process process = start(Upgrading.class, place);
        try (BufferedReader _ = process.inputReader(StandardCharsets.UTF_8)) {
            Polled.until(
                    "it was copied",
                    () ->
                            Files.exists(place.resolve("chasqui.mv.db.migrating"))
                                    || Files.exists(place.resolve("chasqui.mv.db.before-2")));
            LockSupport.parkNanos(nanosAfter);
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    private static Process start(Class<?> program, Path place) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName(),
                        place.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /**
     * A program that carries out the first of the migrations that are due, as {@link Schema#bring}
     * begins, says so in a line, and waits to be killed.
     */
    static final class Halfway {
        private static final String SIGN = "halfway";

        private Halfway() {}

        /**
         * Runs.
         *
         * @param arguments the folder of the database
         */
        public static void main(String[] arguments) throws Exception {
            DatabasePlace place = DatabasePlace.inFolder(Path.of(arguments[0]));
            place.beforeOpening();
            place.beforeMigration();
            Schema.migrate(place, 2);
            System.out.println(SIGN);
            Thread.currentThread().join();
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
        assertThat(database.ledger().sums(OldDatabase.days(1, 2), By.HOUR))
                .hasSize(24)
                .allSatisfy(sum -> assertThat(sum.requests()).isEqualTo(keys * 10L));
        assertThat(database.ledger().sums(OldDatabase.day(1, "ana"), By.HOUR))
                .hasSize(24)
                .allSatisfy(sum -> assertThat(sum.cost()).isEqualTo(new Money(keys * 5L)));
        assertThat(database.ledger().sums(OldDatabase.day(1, "bob"), By.HOUR)).isEmpty();
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
