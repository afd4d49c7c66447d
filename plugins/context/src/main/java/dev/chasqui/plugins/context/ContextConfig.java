package dev.chasqui.plugins.context;

import dev.chasqui.domain.binding.Key;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The section {@code agents.context} of the config. */
record ContextConfig(
        @Key(help = "Snippets by name.") Map<String, String> snippets,
        @Key(help = "A folder whose `NAME.md` and `NAME.txt` are snippets too; read at each use.")
                Optional<Path> folder,
        @Key(help = "The snippets that `/context` adds when none is named.", unset = "all")
                Optional<List<String>> always,
        @Key(
                        help =
                                "The most characters of all snippets of a request together; more is"
                                        + " refused.",
                        fallback = "100000",
                        least = "1")
                int limit,
        @Key(help = "Adds the date.", fallback = "true") boolean date,
        @Key(help = "The time zone of the date, such as `Europe/Berlin`.", unset = "the server's")
                Optional<String> zone,
        @Key(
                        help = "The format of the date, as a pattern of Java's DateTimeFormatter.",
                        fallback = "EEEE, d MMMM uuuu")
                String format) {

    ContextConfig {
        Objects.requireNonNull(zoneId(zone));
        Objects.requireNonNull(formatter(format));
    }

    /** Returns the time zone of the date. */
    ZoneId zoneId() {
        return zoneId(zone);
    }

    /** Returns the format of the date. */
    DateTimeFormatter formatter() {
        return formatter(format);
    }

    private static ZoneId zoneId(Optional<String> zone) {
        try {
            return zone.map(ZoneId::of).orElseGet(ZoneId::systemDefault);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "zone: '" + zone.orElse("") + "' (expected: a time zone such as Europe/Berlin)",
                    e);
        }
    }

    private static DateTimeFormatter formatter(String format) {
        try {
            return DateTimeFormatter.ofPattern(format, Locale.ENGLISH);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "format: '" + format + "' (expected: a date pattern; " + e.getMessage() + ")",
                    e);
        }
    }
}
