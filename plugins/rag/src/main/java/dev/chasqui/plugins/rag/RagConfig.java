package dev.chasqui.plugins.rag;

import dev.chasqui.domain.agent.Argument;

import java.util.Optional;

/** The section {@code agents.rag} of the config. */
record RagConfig(
        @Argument(
                        help =
                                "The collection that /rag looks into when none is named (default:"
                                        + " the only one there is).")
                Optional<String> collection,
        @Argument(
                        help =
                                "How many passages are looked up at most, 1 to 100; more of them"
                                        + " tell the model more and fill its context (default 5).",
                        fallback = "5")
                int k,
        @Argument(
                        help =
                                "How many tokens the passages of one request take at most, at least"
                                        + " 100; what does not fit is left out (default 2000).",
                        fallback = "2000")
                int budget) {

    private static final int MOST_PASSAGES = 100;
    private static final int LEAST_BUDGET = 100;

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
