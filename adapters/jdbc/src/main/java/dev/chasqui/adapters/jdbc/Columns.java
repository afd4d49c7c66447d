package dev.chasqui.adapters.jdbc;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The conversion of values to and from columns, the same for both databases. */
final class Columns {
    /**
     * The longest text from outside, in UTF-16 units. An index of PostgreSQL takes 2,700 bytes a
     * row.
     */
    static final int LONGEST_TEXT = 200;

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Columns() {}

    /** Returns a time as a column holds it, in microseconds. */
    static OffsetDateTime time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    static @Nullable OffsetDateTime time(Optional<Instant> instant) {
        return instant.map(Columns::time).orElse(null);
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static Optional<Instant> maybeTime(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    static Optional<String> maybeText(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    /** Returns a sum, or the most that a long can hold. */
    static long sum(ResultSet row, String column) throws SQLException {
        BigDecimal value = row.getBigDecimal(column);
        return value == null ? 0 : value.min(MOST).longValue();
    }

    /** Returns a text from outside as a column holds it, of at most {@value #LONGEST_TEXT}. */
    static String text(String text) {
        return text(text, LONGEST_TEXT);
    }

    /**
     * Returns the beginning of a text from outside without what PostgreSQL refuses: the character
     * 0, and halves of characters.
     */
    static String text(String text, int longest) {
        int end = Math.min(text.length(), longest);
        if (end == text.length() && isPlain(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(end);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c)
                            && i + 1 < end
                            && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                clean.append(c).append(text.charAt(++i));
            } else {
                clean.append(c == 0 || Character.isSurrogate(c) ? '\uFFFD' : c);
            }
        }
        return clean.toString();
    }

    /** Returns true if there is surely nothing to clean, as in almost every text. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    static @Nullable String text(Optional<String> text) {
        return text.map(Columns::text).orElse(null);
    }
}
