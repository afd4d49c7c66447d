package dev.chasqui.plugins.rag;

import dev.chasqui.domain.agent.Argument;

import java.util.Optional;

/** The arguments of the command; one that is left out has its value from the config. */
record RagArguments(
        @Argument(
                        help =
                                "the collection to search; without it, that of"
                                        + " agents.rag.collection, else the only one")
                Optional<String> collection,
        @Argument(help = "the most passages, 1 to 100; without it, agents.rag.k")
                Optional<Integer> k,
        @Argument(help = "the most tokens of the passages; without it, agents.rag.budget")
                Optional<Integer> budget) {

    /**
     * Returns the settings of one exchange: these arguments, and the config for those left out.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    RagConfig over(RagConfig config) {
        return new RagConfig(
                collection.or(config::collection),
                k.orElse(config.k()),
                budget.orElse(config.budget()),
                config.inside(),
                config.embedder(),
                config.languages(),
                config.files(),
                config.filesPerUser());
    }
}
