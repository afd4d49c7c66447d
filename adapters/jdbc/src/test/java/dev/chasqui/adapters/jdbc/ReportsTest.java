package dev.chasqui.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.Ledger.By;
import dev.chasqui.application.port.callers.Ledger.Query;
import dev.chasqui.application.port.callers.Ledger.Sum;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
    void ofH2() throws Exception {
        reports(DatabasePlace.inFolder(folder), "H2");
        long bytes = Files.size(folder.resolve(FolderPlace.FILE));
        print("H2, its file: %.0f MB".formatted(bytes / 1e6));
    }

    @Test
    void ofPostgres() throws SQLException {
        reports(TestPostgres.newPlace(), "PostgreSQL");
    }

    private static void reports(DatabasePlace place, String name) throws SQLException {
        try (Database database = Database.open(place);
                Connection connection = filling(database, place);
                Statement statement = connection.createStatement()) {
            long began = System.nanoTime();
            FilledLedger.fill(statement, place.isEmbedded(), ROWS, USERS);
            FilledLedger.sum(statement);
            print("%s, filling: %.0f s".formatted(name, (System.nanoTime() - began) / 1e9));
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
                measure(name + ", 90 days, by " + by, all, query -> ledger.sums(query, by));
                measure(name + ", 30 days, by " + by, usual, query -> ledger.sums(query, by));
                measure(
                        name + ", 90 days of one, by " + by,
                        ofOne,
                        query -> ledger.sums(query, by));
            }
            measure(name + ", newest 100", all, query -> newest(ledger, query));
            measure(name + ", newest 100 of one", ofOne, query -> newest(ledger, query));
        }
    }

    private static List<?> newest(Ledger ledger, Query query) {
        return ledger.newest(query, Optional.empty(), 100);
    }

    /** Returns a connection without bounds of time to the database when its tables are there. */
    private static Connection filling(Database database, DatabasePlace place) throws SQLException {
        var _ = database.callers().version();
        return place.migratingSource().getConnection();
    }

    private static long requests(List<Sum> sums) {
        return sums.stream().mapToLong(Sum::requests).sum();
    }

    private static void measure(String what, Query query, Function<Query, List<?>> report) {
        if (ROWS == FEW) {
            assertThat(report.apply(query)).isNotEmpty();
            return;
        }
        long[] times = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            // H2 answers the same question once more without reading.
            Query other =
                    new Query(query.from().minusSeconds(3_600L * i), query.until(), query.user());
            long began = System.nanoTime();
            List<?> _ = report.apply(other);
            times[i] = System.nanoTime() - began;
        }
        long first = times[0];
        Arrays.sort(times);
        print(
                "%s: first %.0f ms, median %.0f ms, longest %.0f ms"
                        .formatted(
                                what, first / 1e6, times[TIMES / 2] / 1e6, times[TIMES - 1] / 1e6));
    }

    private static void print(String line) {
        if (ROWS != FEW) {
            System.out.println(line);
        }
    }
}
