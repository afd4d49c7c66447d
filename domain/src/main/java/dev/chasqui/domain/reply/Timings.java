package dev.chasqui.domain.reply;

import java.time.Duration;

/** How long the parts of a reply took, by the backend's clock; zero where it does not say. */
public record Timings(Duration total, Duration load, Duration prompt, Duration completion) {
    public static final Timings UNKNOWN =
            new Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
