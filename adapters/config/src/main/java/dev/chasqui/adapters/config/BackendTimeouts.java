package dev.chasqui.adapters.config;

import java.time.Duration;

/**
 * How long a backend, or a model's server, may keep an exchange waiting. At the end of a wait the
 * caller gets a 504, or the next backend of the model is asked if nothing has come yet.
 *
 * @param connect how long a connection may take to be made (default 5 s)
 * @param firstByte how long the answer's first byte may take, while a model loads and reads the
 *     prompt (default 5 min)
 * @param idle how long a reply may be silent between two pieces before it counts as broken off
 *     (default 2 min)
 */
public record BackendTimeouts(Duration connect, Duration firstByte, Duration idle) {
    private static final Kind<Duration> TIMEOUT =
            Kinds.duration(Duration.ofMillis(1), Duration.ofHours(24));

    static BackendTimeouts read(Section section) {
        return new BackendTimeouts(
                section.value("connect", TIMEOUT, Duration.ofSeconds(5)),
                section.value("firstByte", TIMEOUT, Duration.ofMinutes(5)),
                section.value("idle", TIMEOUT, Duration.ofMinutes(2)));
    }
}
