package dev.chasqui.plugins.context;

import dev.chasqui.domain.agent.Argument;

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
        @Argument(help = "Snippets by name.") Map<String, String> snippets,
        @Argument(help = "A folder whose NAME.md and NAME.txt are snippets too; read at each use.")
                Optional<Path> folder,
        @Argument(help = "The snippets that /context adds when none is named (default: all).")
                Optional<List<String>> always,
        @Argument(
                        help =
                                "How many characters the snippets of one request may have together;"
                                        + " more is refused (default 100000).",
                        fallback = "100000")
                int limit,
        @Argument(help = "Whether the date is added (default true).", fallback = "true")
                boolean date,
        @Argument(
                        help =
                                "The time zone of the date, such as Europe/Berlin (default: the"
                                        + " server's).")
                Optional<String> zone,
        @Argument(
                        help =
                                "How the date is written, as a pattern of Java's DateTimeFormatter"
                                        + " (default 'EEEE, d MMMM uuuu').",
                        fallback = "EEEE, d MMMM uuuu")
                String format) {

    ContextConfig {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: at least 1)");
        }
        Objects.requireNonNull(zoneId(zone));
        Objects.requireNonNull(formatter(format));
    }

    /** The time zone of the date. */
    ZoneId zoneId() {
        return zoneId(zone);
    }

    /** How the date is written. */
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
