package dev.chasqui.plugins.context;

import java.time.Clock;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Tells the date. By default the day alone: a prompt that changes each second would never be found
 * in a model's prompt cache.
 */
final class Today {
    private final boolean told;
    private final DateTimeFormatter format;
    private final ZoneId zone;
    private final Clock clock;

    Today(ContextConfig config, Clock clock) {
        this.told = config.date();
        this.format = config.formatter();
        this.zone = config.zoneId();
        this.clock = clock;
    }

    /** The date as configured; empty if it shall not be told. */
    Optional<String> date() {
        return told
                ? Optional.of(format.format(ZonedDateTime.now(clock.withZone(zone))))
                : Optional.empty();
    }
}
