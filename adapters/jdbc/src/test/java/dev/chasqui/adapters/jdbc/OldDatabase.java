package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.callers.Ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** A database as the first version of the schema left it, with users and sums in it. */
final class OldDatabase {
    static final Instant BEGIN = Instant.parse("2026-10-30T00:00:00Z");

    private OldDatabase() {}

    /**
     * Makes one: an administrator with a key, and for each hour of some days the sum of 10 requests
     * by each of some keys of user {@code ana}, who is in team {@code lab}.
     */
    static void make(DatabasePlace place, int days, int keys) throws SQLException {
        Schema.migrate(place, 1);
        try (Connection connection = place.migratingSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE chasqui_version SET version = 2");
            statement.execute(
                    """
                    INSERT INTO chasqui_users (name, role, grants, limits, active, created)
                    VALUES ('boss', 'ADMIN', '{}', '[]', TRUE, now())
                    """);
            statement.execute(
                    """
                    INSERT INTO chasqui_keys (id, user_name, name, sha256, created, grants, limits)
                    VALUES ('k', 'boss', '', '%s', now(), '{}', '[]')
                    """
                            .formatted("ab".repeat(32)));
            fill(connection, days, keys);
            connection.commit();
        }
    }

    /**
     * Makes one as the third version left it, with the entries {@code old1~p2} and, a minute later
     * and with content, {@code old2~p1}.
     */
    static void makeWithEntries(DatabasePlace place) throws SQLException {
        Schema.migrate(place, 3);
        try (Connection connection = place.migratingSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    INSERT INTO chasqui_ledger
                    SELECT 'old' || i || '~p' || (3 - i),
                        TIMESTAMP WITH TIME ZONE '%s' + (i - 1) * INTERVAL '1' MINUTE,
                        'ana', 'k', '[]', 'openai', 'chat', 'm', 'm', 'b', NULL, '[]', 200, 1, 1,
                        2, 3, 4, 5, 6, FALSE, 7
                    FROM (VALUES (1), (2)) AS numbers(i)
                    """
                            .formatted(BEGIN));
            statement.execute(
                    "INSERT INTO chasqui_ledger_content VALUES ('old2~p1', 'Why?', 'So.')");
        }
    }

    private static void fill(Connection connection, int days, int keys) throws SQLException {
        try (PreparedStatement hours =
                        connection.prepareStatement(
                                """
                                INSERT INTO chasqui_hours
                                VALUES (?, 'ana', ?, 'llama', 'one', 10, 1, 100, 200, 5, 1000)
                                """);
                PreparedStatement teams =
                        connection.prepareStatement(
                                """
                                INSERT INTO chasqui_team_hours
                                VALUES (?, 'ana', 'lab', 10, 1, 100, 200, 5, 1000)
                                """)) {
            for (int hour = 0; hour < days * 24; hour++) {
                Object at = BEGIN.plus(Duration.ofHours(hour)).atOffset(ZoneOffset.UTC);
                teams.setObject(1, at);
                teams.addBatch();
                for (int key = 0; key < keys; key++) {
                    hours.setObject(1, at);
                    hours.setString(2, "k" + key);
                    hours.addBatch();
                }
                hours.executeBatch();
            }
            teams.executeBatch();
        }
    }

    /** Returns a question about one of its days and a user. */
    static Ledger.Query day(int day, String user) {
        Ledger.Query all = days(day, day + 1);
        return new Ledger.Query(all.from(), all.until(), Optional.of(user));
    }

    /** Returns a question about some of its days. */
    static Ledger.Query days(int first, int after) {
        return new Ledger.Query(
                BEGIN.plus(Duration.ofDays(first)),
                BEGIN.plus(Duration.ofDays(after)),
                Optional.empty());
    }
}
