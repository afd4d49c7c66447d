package dev.chasqui.plugins.rag;

import dev.chasqui.domain.binding.Key;

import java.util.Optional;

/** The section {@code agents.rag} of the config. */
record RagConfig(
        @Key(
                        help = "The collection that `/rag` searches when none is named.",
                        unset = "the only one there is")
                Optional<String> collection,
        @Key(
                        help =
                                "How many passages `/rag` looks up at most; more of them tell the"
                                        + " model more and fill its context.",
                        fallback = "5",
                        least = "1",
                        most = "" + RagConfig.MOST_PASSAGES)
                int k,
        @Key(
                        help = "How many tokens these take at most; what does not fit is left out.",
                        fallback = "2000",
                        least = "" + RagConfig.LEAST_BUDGET)
                int budget) {

    static final int MOST_PASSAGES = 100;
    static final int LEAST_BUDGET = 100;

    RagConfig {
        if (k < 1 || k > MOST_PASSAGES) {
            throw new IllegalArgumentException(
                    "k: " + k + " (expected: 1 to " + MOST_PASSAGES + ")");
        }
        if (budget < LEAST_BUDGET) {
            throw new IllegalArgumentException(
                    "budget: " + budget + " (expected: at least " + LEAST_BUDGET + " tokens)");
        }
    }
}
