package dev.chasqui.plugins.rag;

import dev.chasqui.domain.agent.Argument;

import java.util.Optional;

/** What one may give to the command; what is left out is as the config says. */
record RagArguments(
        @Argument(
                        help =
                                "the collection to look into; without it, that of"
                                        + " agents.rag.collection, else the only one there is")
                Optional<String> collection,
        @Argument(help = "how many passages at most, 1 to 100; without it, agents.rag.k")
                Optional<Integer> k,
        @Argument(
                        help =
                                "how many tokens the passages take at most; without it,"
                                        + " agents.rag.budget")
                Optional<Integer> budget) {

    /**
     * What holds for one exchange.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    RagConfig over(RagConfig config) {
        return new RagConfig(
                collection.or(config::collection),
                k.orElse(config.k()),
                budget.orElse(config.budget()));
    }
}
