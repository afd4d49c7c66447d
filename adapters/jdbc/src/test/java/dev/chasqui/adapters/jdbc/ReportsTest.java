package dev.chasqui.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.Ledger.By;
import dev.chasqui.application.port.callers.Ledger.Query;
import dev.chasqui.application.port.callers.Ledger.Sum;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reports over a filled ledger. {@code -Dledger.rows=10000000} fills in as many entries, {@code
 * -Dledger.users=1000} of as many users; then it prints how long each report takes.
 */
class ReportsTest {
    private static final int FEW = 5_000;
    private static final int ROWS = Integer.getInteger("ledger.rows", FEW);
    private static final int USERS = Integer.getInteger("ledger.users", 20);
    private static final int TIMES = 9;

    @TempDir Path folder;

    @Test
    void ofH2() {
        reports(DatabasePlace.inFolder(folder), "H2");
    }

    @Test
    void ofPostgres() {
        reports(TestPostgres.newPlace(), "PostgreSQL");
    }

    private static void reports(DatabasePlace place, String name) {
        try (Database database = Database.open(place)) {
            FilledLedger.fill(database, place.isEmbedded(), ROWS, USERS);
            FilledLedger.sum(database);
        }
        // As after a restart, so that nothing that the filling left in memory helps.
        try (Database database = Database.open(place)) {
            Instant end = FilledLedger.BEGIN.plus(Duration.ofDays(FilledLedger.DAYS));
            Query all = new Query(FilledLedger.BEGIN, end, Optional.empty());
            // The usual one: 30 days that begin within a day.
            Instant until = end.minus(Duration.ofHours(7));
            Query usual = new Query(until.minus(Duration.ofDays(30)), until, Optional.empty());
            Query ofOne = new Query(FilledLedger.BEGIN, end, Optional.of("u7"));
            Ledger ledger = database.ledger();
            for (By by : By.values()) {
                assertThat(requests(ledger.sums(all, by))).as(by.toString()).isEqualTo(ROWS);
                measure(name + ", all, by " + by, () -> ledger.sums(all, by));
                measure(name + ", 30 days, by " + by, () -> ledger.sums(usual, by));
                measure(name + ", 90 days of a user, by " + by, () -> ledger.sums(ofOne, by));
            }
            measure(name + ", newest 100", () -> ledger.newest(all, Optional.empty(), 100));
            measure(
                    name + ", newest 100 of a user",
                    () -> ledger.newest(ofOne, Optional.empty(), 100));
        }
    }

    private static long requests(List<Sum> sums) {
        return sums.stream().mapToLong(Sum::requests).sum();
    }

    private static void measure(String what, Runnable report) {
        if (ROWS == FEW) {
            report.run();
            return;
        }
        long[] times = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long began = System.nanoTime();
            report.run();
            times[i] = System.nanoTime() - began;
        }
        long first = times[0];
        Arrays.sort(times);
        System.out.printf(
                "%s: first %.1f ms, median %.1f ms%n", what, first / 1e6, times[TIMES / 2] / 1e6);
    }
}
