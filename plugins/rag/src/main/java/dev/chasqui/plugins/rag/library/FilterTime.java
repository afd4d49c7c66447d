package dev.chasqui.plugins.rag.library;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** The times by which documents are filtered, as people write them. */
public final class FilterTime {
    /** The form of these times, for messages. */
    public static final String EXPECTED =
            "a day such as 2025-01-31, or a time such as 2025-01-31T08:00:00Z";

    private FilterTime() {}

    /** Returns the time of a text, of a day its beginning in UTC; empty if it is none. */
    public static Optional<Instant> of(String text) {
        try {
            return Optional.of(
                    text.indexOf('T') > 0
                            ? Instant.parse(text)
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
