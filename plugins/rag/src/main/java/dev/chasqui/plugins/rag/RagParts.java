package dev.chasqui.plugins.rag;

import dev.chasqui.plugin.service.OwnModels;
import dev.chasqui.plugins.rag.library.Library;
import dev.chasqui.plugins.rag.retrieval.Retriever;

/**
 * The things that the agents of all exchanges share. Safe for use by several threads.
 *
 * @param library the collections
 * @param retriever the search in them
 * @param models the models that rewrite questions
 * @param config the config
 * @param tokens counts tokens for backends that cannot
 */
record RagParts(
        Library library,
        Retriever retriever,
        OwnModels models,
        RagConfig config,
        CautiousTokens tokens) {

    static RagParts of(Library library, OwnModels models, RagConfig config) {
        return new RagParts(
                library,
                new Retriever(library, models, config.retrieval()),
                models,
                config,
                new CautiousTokens());
    }
}
