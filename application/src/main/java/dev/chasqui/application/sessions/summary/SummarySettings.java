package dev.chasqui.application.sessions.summary;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The rules for summaries.
 *
 * @param model the model that writes them; empty if there are none
 * @param above the bytes of the turns without a summary above which there is a new one; empty for
 *     half of the context of the session's model
 * @param deadline the longest time of one question to the model
 */
public record SummarySettings(Optional<String> model, OptionalLong above, Duration deadline) {
    /** No summaries. */
    public static final SummarySettings OFF =
            new SummarySettings(Optional.empty(), OptionalLong.empty(), Duration.ofMinutes(2));
}
