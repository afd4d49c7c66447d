package dev.chasqui.adapters.jdbc;

import dev.chasqui.domain.text.Printable;

import java.sql.SQLException;

/** The reading of exceptions of databases. */
final class SqlReasons {
    private static final int LONGEST = 300;

    /** The first two digits of the SQL states of broken constraints. */
    private static final String CONSTRAINT = "23";

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

    /** Returns true if a statement would have broken a rule of the schema, such as uniqueness. */
    static boolean breaksRule(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith(CONSTRAINT)) {
                return true;
            }
        }
        return false;
    }
}
