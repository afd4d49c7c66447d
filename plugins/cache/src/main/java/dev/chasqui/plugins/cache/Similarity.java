package dev.chasqui.plugins.cache;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.Zone;

import java.util.List;
import java.util.Optional;

/**
 * The comparison of questions by meaning. If no vector can be made, a question is like no other
 * one. A question does not leave the network for its vector if there are agents behind the cache:
 * it goes past them, and one of them may have to change what leaves. Safe for use by several
 * threads.
 *
 * @param model the model that makes the vectors
 */
record Similarity(Embedder embedder, String model, SimilarQuestions questions) {
    private static final System.Logger LOG = System.getLogger(Similarity.class.getName());

    /** A question, and the key of the rest of its request. */
    record Asked(RequestKey rest, float[] vector) {}

    /** Returns the question of a request; empty if it has none that can be compared. */
    Optional<Asked> asked(ChatRequest request, Chain chain, boolean shared) {
        return RequestKey.withoutQuestion(request, chain, shared)
                .flatMap(rest -> vector(request, chain).map(vector -> new Asked(rest, vector)));
    }

    private Optional<float[]> vector(ChatRequest request, Chain chain) {
        String question = request.messages().getLast().text();
        if (question.isBlank()) {
            return Optional.empty();
        }
        try {
            if (!chain.agents().isEmpty() && chain.zone(model) == Zone.OPEN) {
                return Optional.empty();
            }
            return embedder
                    .embed(model, List.of(question), chain.exchange().cancellation())
                    .stream()
                    .findFirst();
        } catch (FailureException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "cache: no vector of a question: {0}",
                    e.failure().code());
            return Optional.empty();
        }
    }
}
