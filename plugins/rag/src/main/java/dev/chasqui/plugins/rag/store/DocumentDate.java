package dev.chasqui.plugins.rag.store;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The date of a document, in ISO 8601: a time with its offset, or in UTC, a day, a month, a year.
 */
final class DocumentDate {
    private static final List<Function<String, Instant>> FORMS =
            List.of(
                    text -> OffsetDateTime.parse(text).toInstant(),
                    text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC),
                    text -> day(text),
                    text -> day(text + "-01"),
                    text -> day(text + "-01-01"));

    private DocumentDate() {}

    /** Returns the beginning of a date; empty for null and for what is no date. */
    static Optional<Instant> of(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        for (Function<String, Instant> form : FORMS) {
            try {
                Instant date = form.apply(text.strip());
                // What cannot be counted in milliseconds is no date of a document.
                return Optional.of(Instant.ofEpochMilli(date.toEpochMilli()));
            } catch (DateTimeException | ArithmeticException e) {
                // The next form may fit.
            }
        }
        return Optional.empty();
    }

    private static Instant day(String text) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
