package dev.chasqui.plugins.rag;

import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.size.ByteSize;

import java.util.List;
import java.util.Optional;

/** The section {@code agents.rag} of the config. */
record RagConfig(
        @Key(
                        help = "The collection that `/rag` searches when none is named.",
                        unset = "the only one there is")
                Optional<String> collection,
        @Key(
                        help =
                                "The most passages that `/rag` adds; more of them inform the model"
                                        + " better and fill its context.",
                        fallback = "5",
                        least = "1",
                        most = "" + RagConfig.MOST_PASSAGES)
                int k,
        @Key(
                        help =
                                "The most tokens of these passages; those that do not fit are left"
                                        + " out.",
                        fallback = "2000",
                        least = "" + RagConfig.LEAST_BUDGET)
                int budget,
        @Key(
                        help =
                                "The collections whose passages stay in the network: a request with"
                                    + " one of them, and the later ones of its session, go to no"
                                    + " backend of the zone `open`.")
                List<String> inside,
        @Key(
                        help =
                                "The model that makes the vectors of passages and questions; `none`"
                                        + " searches by words alone.",
                        fallback = RagConfig.BUILT_IN_EMBEDDER)
                String embedder,
        @Key(
                        help =
                                "The languages of your documents, as ISO 639 codes; each document"
                                        + " is in one of them. Fewer are told apart better.",
                        unset = "all that have an analyzer")
                List<String> languages,
        @Key(
                        help =
                                "The most bytes of the files that clients keep by `/v1/files`, all"
                                        + " together.",
                        fallback = "10GiB")
                ByteSize files,
        @Key(
                        help =
                                "The most bytes of the files of one user; callers without keys"
                                        + " count as one.",
                        fallback = "1GiB")
                ByteSize filesPerUser) {

    /** The name of the embedding model that is always there. */
    static final String BUILT_IN_EMBEDDER = "chasqui-embed";

    /** The most passages of one search. */
    static final int MOST_PASSAGES = 100;

    /** The smallest budget in tokens. */
    static final int LEAST_BUDGET = 100;

    /** Makes a config whose passages may leave. */
    RagConfig(Optional<String> collection, int k, int budget) {
        this(
                collection,
                k,
                budget,
                List.of(),
                BUILT_IN_EMBEDDER,
                List.of(),
                ByteSize.parse("10GiB").orElseThrow(),
                ByteSize.parse("1GiB").orElseThrow());
    }

    RagConfig {
        inside = List.copyOf(inside);
        languages = List.copyOf(languages);
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
