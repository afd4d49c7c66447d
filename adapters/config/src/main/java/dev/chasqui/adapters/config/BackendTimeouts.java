package dev.chasqui.adapters.config;

import dev.chasqui.domain.binding.Key;

import java.time.Duration;

/** How long a backend, or a model's server, may keep an exchange waiting. */
public record BackendTimeouts(
        @Key(
                        help = "How long a connection may take to be made.",
                        fallback = "5s",
                        least = "1ms",
                        most = "24h")
                Duration connect,
        @Key(
                        help =
                                "How long the answer's first byte may take, while the prompt is"
                                    + " read and, behind a backend, a model loads. On a processor a"
                                    + " long prompt takes longer.",
                        fallback = "5m",
                        least = "1ms",
                        most = "24h")
                Duration firstByte,
        @Key(
                        help =
                                "How long a reply may be silent between two pieces before it counts"
                                        + " as broken off.",
                        fallback = "2m",
                        least = "1ms",
                        most = "24h")
                Duration idle) {}
