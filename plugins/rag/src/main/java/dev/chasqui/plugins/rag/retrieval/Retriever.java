package dev.chasqui.plugins.rag.retrieval;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.plugin.service.OwnModels;
import dev.chasqui.plugins.rag.library.Library;

/**
 * The search for passages: words and vectors of an index become one ranking. What does not work is
 * left out, and the result says so; words are always searched. Safe for use by several threads.
 */
public final class Retriever {
    private final Library library;
    private final OwnModels models;
    private final RetrievalSettings settings;

    /**
     * @param models the makers of vectors of questions, and the rerankers
     */
    public Retriever(Library library, OwnModels models, RetrievalSettings settings) {
        this.library = library;
        this.models = models;
        this.settings = settings;
    }

    /** Returns the mode of a question of which nobody says another one. */
    public Mode usualMode() {
        return settings.reranker().isPresent() ? Mode.RERANKED : Mode.HYBRID;
    }

    /**
     * Returns the passages for a question. If one of its collections must stay in this network, no
     * text of the question and of the passages leaves it.
     *
     * @param cancellation ends the calls of models
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if there is no such
     *     collection; with {@code AgentFailed} if one cannot be read; with {@code Cancelled} if the
     *     caller is cancelled
     */
    public Retrieved retrieve(Question question, Cancellation cancellation) {
        boolean stays =
                question.inside()
                        || question.collections().stream().anyMatch(settings.inside()::contains);
        return new Search(
                        library, stays ? models.inside() : models, settings, question, cancellation)
                .run();
    }
}
