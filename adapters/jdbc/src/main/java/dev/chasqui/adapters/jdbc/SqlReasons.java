package dev.chasqui.adapters.jdbc;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StoreAway;
import dev.chasqui.domain.text.Printable;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** The reading of exceptions of databases. */
final class SqlReasons {
    private static final int LONGEST = 300;

    /**
     * The first two digits of the SQL states of wrong data: values that the database cannot hold,
     * such as characters outside of its encoding, and broken constraints.
     */
    private static final Set<String> WRONG_DATA = Set.of("22", "23");

    private SqlReasons() {}

    /** Returns a line for an operator from the innermost exception; it holds no statement. */
    static String of(Throwable thrown) {
        Throwable inmost = thrown;
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof SQLException || !(inmost instanceof SQLException)) {
                inmost = at;
            }
        }
        String message = inmost.getMessage();
        String line =
                message == null
                        ? inmost.getClass().getSimpleName()
                        : message.lines()
                                .findFirst()
                                .orElse("")
                                .replaceAll("; SQL statement:.*", "");
        String shown = Printable.of(line);
        return shown.length() > LONGEST ? shown.substring(0, LONGEST) : shown;
    }

    /**
     * Returns what the caller of some work is told if it failed for another reason than the
     * database; empty if it may be the database's fault. Throws an error as it is.
     */
    static Optional<RuntimeException> toldAsItIs(Throwable cause) {
        if (cause instanceof FailureException known && known.failure() instanceof StoreAway) {
            return Optional.of(known);
        }
        if (cause instanceof IllegalArgumentException mistake) {
            return Optional.of(mistake);
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return isWrongData(cause)
                ? Optional.of(new IllegalArgumentException(of(cause), cause))
                : Optional.empty();
    }

    /** Returns true if the data of a statement is wrong, which is no fault of the database. */
    private static boolean isWrongData(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().length() == 5
                    && WRONG_DATA.contains(sql.getSQLState().substring(0, 2))) {
                return true;
            }
        }
        return false;
    }
}
