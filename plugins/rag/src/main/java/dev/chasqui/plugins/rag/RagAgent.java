package dev.chasqui.plugins.rag;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.plugins.rag.library.Library;
import dev.chasqui.plugins.rag.library.Passage;

import java.util.List;
import java.util.Optional;

/**
 * The agent of {@code /rag}: it searches passages for the last user message, puts them in front of
 * that message, and cites them in the reply. It searches again for every message of a conversation,
 * since each asks for something else.
 *
 * <p>Several of these agents may wrap one another. Their passages are numbered consecutively, and
 * only the outermost agent writes the sources into the text.
 *
 * @param library the collections to search
 * @param config the settings of this exchange
 * @param tokens counts tokens for backends that cannot
 */
record RagAgent(Library library, RagConfig config, CautiousTokens tokens) implements Agent {

    /** The metadata key that tells an agent that another {@code /rag} wraps it. */
    private static final String WRAPPED = "rag.wrapped";

    /** The fewest tokens that an empty block needs; its tags alone take about as many. */
    private static final int LEAST_ROOM = 64;

    @Override
    public ChatReply handle(ChatRequest request, Chain chain) {
        Exchange exchange = chain.exchange();
        UserQuestion question = UserQuestion.of(request).orElseThrow(RagAgent::nothingAsked);
        Library visible = library.visibleTo(exchange.caller());
        String collection =
                CollectionChoice.choose(List.copyOf(visible.collections()), config.collection());
        if (config.inside().contains(collection)) {
            chain.keepInside("the collection '" + collection + "' of /rag stays there");
        }
        exchange.progress("searching " + collection);
        List<Passage> found = visible.search(collection, question.query(), config.k());
        ModelTokens modelTokens = new ModelTokens(chain, request.model(), tokens);
        int limit = ContextRoom.forPassages(request, config.budget(), modelTokens);
        Retrieval retrieval =
                new Retrieval(
                        collection,
                        found.size(),
                        limit,
                        new PassageFitting(modelTokens, limit).fit(question.block(found)));
        exchange.progress(retrieval.summary());
        boolean fits = !retrieval.fitted().block().passages().isEmpty();
        boolean reportsNothingFound = found.isEmpty() && limit >= LEAST_ROOM;
        ChatRequest asked =
                fits || reportsNothingFound ? question.with(retrieval.fitted().block()) : request;
        boolean wrapped = exchange.metadata().containsKey(WRAPPED);
        boolean sourcesInText = !wrapped && !request.settings().format().structured();
        return new CitingReply(inside(chain).proceed(asked), retrieval, sourcesInText);
    }

    /**
     * Returns the chain of a branch whose metadata says that it is wrapped. A branch is needed
     * since only agents further in may see this: an agent that wraps this one may call it again.
     */
    private static Chain inside(Chain chain) {
        Exchange exchange = chain.exchange();
        Exchange inside = exchange.branch(exchange::progress);
        inside.metadata().put(WRAPPED, "true");
        return chain.on(inside);
    }

    private static FailureException nothingAsked() {
        return new FailureException(
                new Failure.Invalid(
                        Optional.empty(),
                        "/rag: there is nothing to look up; write your question behind it, as in"
                                + " `/rag What does the handbook say about leave?`"));
    }
}
