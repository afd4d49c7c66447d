package dev.chasqui.plugins.cache;

import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.size.ByteSize;

import java.time.Duration;
import java.util.Optional;

/** The section {@code agents.cache} of the config. */
record CacheConfig(
        @Key(
                        help =
                                "The memory for replies, about; the least used go first. A reply"
                                        + " above a quarter of it is not kept.",
                        fallback = "32MiB")
                ByteSize size,
        @Key(help = "How long a reply is given again.", fallback = "1h", least = "1s", most = "30d")
                Duration age,
        @Key(
                        help =
                                "Gives replies to other callers than the one who asked first."
                                        + " Callers can then tell by the time of an answer whether"
                                        + " someone else has asked the same.",
                        fallback = "false")
                boolean shared,
        @Key(
                        help =
                                "The least similarity of two last messages, from 0 to 1, for which"
                                        + " they have the same reply if all else is equal; 0.95 is"
                                        + " cautious.",
                        unset = "only equal messages have the same reply")
                Optional<Double> similarity,
        @Key(
                        help = "The model that makes the vectors for `similarity`.",
                        fallback = "chasqui-embed")
                String embedder) {
    CacheConfig {
        if (similarity.filter(value -> !(value > 0 && value <= 1)).isPresent()) {
            throw new IllegalArgumentException(
                    "similarity: " + similarity.get() + " (expected: above 0, at most 1)");
        }
    }
}
