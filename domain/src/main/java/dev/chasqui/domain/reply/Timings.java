package dev.chasqui.domain.reply;

import java.time.Duration;

/** The time that each part of a reply took, by the backend's clock; zero if it does not say. */
public record Timings(Duration total, Duration load, Duration prompt, Duration completion) {
    public static final Timings UNKNOWN =
            new Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
