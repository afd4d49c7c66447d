package dev.chasqui.adapters.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A ledger with any number of entries, made by statements inside the database: over 90 days, in
 * turn by each of some users with a key and a team, who each ask two of ten models.
 */
final class FilledLedger {
    static final Instant BEGIN = Instant.parse("2026-09-01T00:00:00Z");
    static final int DAYS = 90;
    static final int TEAMS = 10;

    private static final int ROWS_AT_ONCE = 20_000;

    private static final String SUMS =
            """
            count(*), sum(CASE WHEN status >= 400 THEN 1 ELSE 0 END), sum(prompt_tokens),
            sum(completion_tokens), sum(cost), sum(latency / 1000)\
            """;

    private FilledLedger() {}

    /** Fills an empty database. Takes minutes for millions of entries. */
    static void fill(Statement database, boolean embedded, int rows, int users)
            throws SQLException {
        for (int begin = 0; begin < rows; begin += ROWS_AT_ONCE) {
            int end = Math.min(rows, begin + ROWS_AT_ONCE);
            String numbers = embedded ? "system_range(%d, %d)" : "generate_series(%d, %d)";
            String insert =
                    """
                    INSERT INTO chasqui_ledger
                    SELECT 'r' || lpad(CAST(i AS VARCHAR), 9, '0'),
                        TIMESTAMP WITH TIME ZONE '%s' + i * INTERVAL '%d' SECOND / 1000000,
                        'u' || mod(i, %d), 'k' || mod(i, %d), '["t' || mod(i, %d) || '"]', 'openai',
                        'chat', 'm' || mod(mod(i, %d) + mod(i / %d, 2), 10), 'm', 'b', NULL, '[]',
                        CASE WHEN mod(i, 50) = 0 THEN 500 ELSE 200 END, 1500000, 300000, 2000, 3000,
                        100, 200, 10, FALSE, 5000
                    FROM %s AS numbers(i)
                    """
                            .formatted(
                                    BEGIN,
                                    Duration.ofDays(DAYS).toMillis() * 1_000 / rows,
                                    users,
                                    users,
                                    TEAMS,
                                    users,
                                    users,
                                    numbers.formatted(begin, end - 1));
            database.execute(insert);
        }
    }

    /** Makes the sums from the entries, day by day. */
    static void sum(Statement database) throws SQLException {
        for (int day = 0; day < DAYS; day++) {
            String at =
                    "at >= TIMESTAMP WITH TIME ZONE '%s' AND at < TIMESTAMP WITH TIME ZONE '%s'"
                            .formatted(
                                    BEGIN.plus(Duration.ofDays(day)),
                                    BEGIN.plus(Duration.ofDays(day + 1)));
            for (String unit : List.of("hour", "day")) {
                String begin =
                        "date_trunc('%s', at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'"
                                .formatted(unit);
                database.execute(
                        """
                        INSERT INTO chasqui_%ss
                        SELECT %s AS begin_at, user_name, key_id, model, backend, %s
                        FROM chasqui_ledger WHERE %s
                        GROUP BY begin_at, user_name, key_id, model, backend
                        """
                                .formatted(unit, begin, SUMS, at));
                database.execute(
                        """
                        INSERT INTO chasqui_team_%ss
                        SELECT %s AS begin_at, user_name, substring(teams, 3, 2) AS team, %s
                        FROM chasqui_ledger WHERE %s GROUP BY begin_at, user_name, team
                        """
                                .formatted(unit, begin, SUMS, at));
            }
        }
        for (String user : List.of("user_name", "''")) {
            database.execute(
                    """
                    INSERT INTO chasqui_user_hours
                    SELECT %s AS user_of_sum, at, sum(requests), sum(failed), sum(prompt_tokens),
                        sum(completion_tokens), sum(cost), sum(latency_millis)
                    FROM chasqui_hours GROUP BY user_of_sum, at
                    """
                            .formatted(user));
        }
    }
}
