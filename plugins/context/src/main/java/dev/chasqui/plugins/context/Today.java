package dev.chasqui.plugins.context;

import java.time.Clock;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Supplies the date as text. By default it is only the day: a prompt that changes each second would
 * never be found in a model's prompt cache. Safe for use by several threads.
 */
final class Today {
    private final boolean enabled;
    private final DateTimeFormatter format;
    private final ZoneId zone;
    private final Clock clock;

    Today(ContextConfig config, Clock clock) {
        this.enabled = config.date();
        this.format = config.formatter();
        this.zone = config.zoneId();
        this.clock = clock;
    }

    /** Returns the date in the configured format; empty if the config switches it off. */
    Optional<String> date() {
        return enabled
                ? Optional.of(format.format(ZonedDateTime.now(clock.withZone(zone))))
                : Optional.empty();
    }
}
