package dev.chasqui.adapters.config;

import dev.chasqui.domain.binding.Key;

import java.time.Duration;

/** The longest waits of an exchange for a backend, or for the server of a model. */
public record BackendTimeouts(
        @Key(
                        help = "The longest time to establish a connection.",
                        fallback = "5s",
                        least = "1ms",
                        most = "24h")
                Duration connect,
        @Key(
                        help =
                                "The longest time until the first byte of the answer. It includes"
                                        + " reading the prompt and, behind a backend, loading the"
                                        + " model. On a CPU a long prompt takes longer.",
                        fallback = "5m",
                        least = "1ms",
                        most = "24h")
                Duration firstByte,
        @Key(
                        help =
                                "The longest silence between two pieces of a reply before it counts"
                                        + " as broken off.",
                        fallback = "2m",
                        least = "1ms",
                        most = "24h")
                Duration idle) {}
