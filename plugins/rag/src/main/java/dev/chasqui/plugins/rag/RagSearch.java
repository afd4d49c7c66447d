package dev.chasqui.plugins.rag;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.plugin.service.OwnModels;
import dev.chasqui.plugins.rag.retrieval.Question;
import dev.chasqui.plugins.rag.retrieval.Question.Phrasing;
import dev.chasqui.plugins.rag.retrieval.Retrieved;
import dev.chasqui.plugins.rag.retrieval.Retriever;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The search of one exchange, within the rights of its caller and within this network if it must
 * stay there. Used by one thread, once.
 */
final class RagSearch {
    private final RagParts parts;
    private final SearchOrder order;
    private final Chain chain;
    private final List<String> collections;

    /**
     * Chooses the collections, and keeps the exchange in this network if one of them must stay
     * there.
     *
     * @throws FailureException with {@code Invalid} if there is nothing to search
     */
    RagSearch(RagParts parts, SearchOrder order, Chain chain) {
        this.parts = parts;
        this.order = order;
        this.chain = chain;
        this.collections =
                CollectionChoice.choose(
                        parts.library().visibleTo(chain.exchange().caller()).collections(),
                        order.collections(),
                        parts.config().collection(),
                        chain::mayUseCollection);
        collections.stream()
                .filter(parts.config().inside()::contains)
                .findFirst()
                .ifPresent(
                        name ->
                                chain.keepInside(
                                        "the collection '" + name + "' of /rag stays there"));
    }

    /** Returns the names of the collections that are searched. */
    List<String> collections() {
        return collections;
    }

    /** Returns what is found for a question. */
    Retrieved find(UserQuestion question) {
        Cancellation cancellation = chain.exchange().cancellation();
        List<String> problems = new ArrayList<>();
        boolean inside = staysInside();
        OwnModels models = inside ? parts.models().inside() : parts.models();
        List<Phrasing> phrasings =
                parts.config()
                        .rewrite()
                        .map(model -> new Rewriting(models, model, parts.config().queries()))
                        .map(rewriting -> rewriting.phrasings(question, cancellation, problems))
                        .orElseGet(() -> List.of(new Phrasing(question.query(), 1)));
        Retriever retriever = parts.retriever();
        Retrieved found =
                retriever.retrieve(
                        Question.of(question.query(), collections, order.k(), retriever.usualMode())
                                .phrased(phrasings)
                                .among(order.filter())
                                .staying(inside),
                        cancellation);
        problems.addAll(found.problems());
        return new Retrieved(
                found.ranked(), found.dropped(), found.voices(), problems, found.steps());
    }

    /**
     * Returns true if the exchange is kept in this network: then no model that the search may ask
     * is outside for it.
     */
    private boolean staysInside() {
        RagConfig config = parts.config();
        return collections.stream().anyMatch(config.inside()::contains)
                || Stream.of(
                                Stream.of(config.embedder()),
                                config.reranker().stream(),
                                config.rewrite().stream())
                        .flatMap(names -> names)
                        .allMatch(this::isInside);
    }

    private boolean isInside(String model) {
        try {
            return chain.zone(model) == Zone.RESTRICTED;
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.UnknownModel) {
                return true;
            }
            throw e;
        }
    }
}
