package dev.chasqui.adapters.config.governance;

import dev.chasqui.application.port.departures.DecisionRules;
import dev.chasqui.domain.binding.Key;

import java.time.Duration;

/** The configuration of the decision ledger. */
public record DecisionsConfig(
        @Key(
                        help =
                                "`false` enters nothing any more; older entries stay until they are"
                                        + " removed.",
                        fallback = "true")
                boolean on,
        @Key(
                        help =
                                "What happens to a request that cannot be entered, since the disk"
                                    + " fails or the queue is full: `count` sends it, and enters"
                                    + " later how many are missing; `refuse` has each request wait"
                                    + " until its entry is on the disk, and answers 503 after 5"
                                    + " seconds.",
                        fallback = "count")
                DecisionRules.OnFailure onFailure,
        @Key(
                        help = "The most requests that wait for their entries.",
                        fallback = "4096",
                        least = "1",
                        most = "1000000")
                int queue,
        @Key(
                        help =
                                "The longest time for which an entry is not written through to the"
                                        + " disk, so that a loss of power loses it; `0s` for each"
                                        + " at once. With `refuse` it is `0s`.",
                        fallback = "1s",
                        least = "0s",
                        most = "1h")
                Duration sync,
        @Key(
                        help =
                                "The age at which entries are removed, a whole file at a time. The"
                                        + " chain says that they were.",
                        fallback = "365d",
                        least = "1d",
                        most = "36500d")
                Duration keep,
        @Key(
                        help =
                                "The most megabytes of entries; above that the oldest file is"
                                        + " removed.",
                        fallback = "1024",
                        least = "1",
                        most = "1000000")
                int most) {

    /** Returns the rules. */
    public DecisionRules rules() {
        return new DecisionRules(on, onFailure, queue, sync, keep, (long) most << 20);
    }
}
