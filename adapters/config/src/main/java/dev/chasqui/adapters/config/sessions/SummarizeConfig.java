package dev.chasqui.adapters.config.sessions;

import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.size.ByteSize;

import java.time.Duration;
import java.util.Optional;

/** The configuration of the summaries of long sessions. */
public record SummarizeConfig(
        @Key(
                        help =
                                "The model that summarises the oldest turns of a session that grows"
                                    + " long; the summary goes before the newest ones. Without it"
                                    + " there are no summaries.")
                Optional<String> model,
        @Key(
                        help =
                                "The bytes of the turns that no summary covers, as they are stored,"
                                    + " above which the oldest of them are summarised until half of"
                                    + " this is left.",
                        unset = "half of the context of the session's model",
                        least = "1KiB",
                        most = "16MiB")
                Optional<ByteSize> above,
        @Key(
                        help = "The longest time of one question to that model.",
                        fallback = "2m",
                        least = "1s",
                        most = "1h")
                Duration deadline) {}
