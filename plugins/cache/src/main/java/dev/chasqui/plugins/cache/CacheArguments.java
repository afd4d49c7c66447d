package dev.chasqui.plugins.cache;

import dev.chasqui.domain.agent.Argument;

import java.time.Duration;
import java.util.Optional;

/** The arguments of {@code /cache}. */
record CacheArguments(
        @Argument(help = "asks the model again and keeps the new reply", fallback = "false")
                boolean fresh,
        @Argument(help = "the oldest reply that you want, such as 10m; the config's age holds too")
                Optional<Duration> age) {}
