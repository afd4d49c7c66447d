package dev.chasqui.plugins.rag;

import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.plugins.rag.retrieval.RetrievalSettings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The section {@code agents.rag} of the config. */
record RagConfig(
        @Key(
                        help = "The collection that `/rag` searches when none is named.",
                        unset = "all that the caller may use")
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
                                "The model that ranks the best 50 passages anew; a reranker such as"
                                        + " `bge-reranker` is better than the order without it, and"
                                        + " slower.",
                        unset = "none")
                Optional<String> reranker,
        @Key(
                        help =
                                "The model that turns a follow-up question and its conversation"
                                        + " into a question of its own; it has 5 s for it.",
                        unset = "none; then the user's messages before are searched with it")
                Optional<String> rewrite,
        @Key(
                        help =
                                "The number of questions that the model of `rewrite` makes of one;"
                                        + " more find more, and take longer.",
                        fallback = "1",
                        least = "1",
                        most = "" + RagConfig.MOST_QUERIES)
                int queries,
        @Key(
                        help =
                                "The similarity (cosine) of the best passage below which a question"
                                    + " is not about the documents, and finds nothing; 0 turns this"
                                    + " off.",
                        unset = "0.6 for `chasqui-embed`, off for other models",
                        least = "0",
                        most = "1")
                Optional<Double> gate,
        @Key(
                        help =
                                "Folders of this machine by the collections that are kept the same"
                                        + " as they: new and changed files are added, and what is"
                                        + " gone is removed.")
                Map<String, Path> folders,
        @Key(help = "The time between two looks at these folders.", fallback = "30s", least = "1s")
                Duration lookEvery,
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

    /** The name that stands for no embedding model. */
    static final String NO_EMBEDDER = "none";

    /** The most passages of one search. */
    static final int MOST_PASSAGES = 100;

    /** The smallest budget in tokens. */
    static final int LEAST_BUDGET = 100;

    /** The most questions of one search. */
    static final int MOST_QUERIES = 5;

    /** Makes a config whose passages may leave. */
    RagConfig(Optional<String> collection, int k, int budget) {
        this(collection, k, budget, List.of());
    }

    /** Makes a config with collections that stay in the network. */
    RagConfig(Optional<String> collection, int k, int budget, List<String> inside) {
        this(
                collection,
                k,
                budget,
                inside,
                BUILT_IN_EMBEDDER,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.empty(),
                Map.of(),
                Duration.ofSeconds(30),
                ByteSize.parse("10GiB").orElseThrow(),
                ByteSize.parse("1GiB").orElseThrow());
    }

    /** Returns the settings of retrieval. */
    RetrievalSettings retrieval() {
        return new RetrievalSettings(
                !embedder.equals(NO_EMBEDDER),
                reranker,
                gate.stream().mapToDouble(each -> each).findFirst(),
                Set.copyOf(inside));
    }

    /**
     * @throws IllegalArgumentException if one of the numbers is out of its range
     */
    static void checkBounds(int k, int budget) {
        if (k < 1 || k > MOST_PASSAGES) {
            throw new IllegalArgumentException(
                    "k: " + k + " (expected: 1 to " + MOST_PASSAGES + ")");
        }
        if (budget < LEAST_BUDGET) {
            throw new IllegalArgumentException(
                    "budget: " + budget + " (expected: at least " + LEAST_BUDGET + " tokens)");
        }
    }

    RagConfig {
        inside = List.copyOf(inside);
        languages = List.copyOf(languages);
        folders = Map.copyOf(folders);
        checkBounds(k, budget);
    }
}
