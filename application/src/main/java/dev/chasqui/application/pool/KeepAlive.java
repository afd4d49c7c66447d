package dev.chasqui.application.pool;

import java.time.Duration;

/** How long a model stays after its last use, as a request says it; Ollama's {@code keep_alive}. */
public sealed interface KeepAlive {

    /** Nothing is said. */
    KeepAlive AS_CONFIGURED = new AsConfigured();

    /** Nothing is said: what was said before, or the config, goes on. */
    record AsConfigured() implements KeepAlive {}

    /** So long; zero for not at all. */
    record For(Duration time) implements KeepAlive {}

    /** Until its place is needed. */
    record Forever() implements KeepAlive {}
}
