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
 * Looks up what the last user message asks for, puts the passages in front of it, and cites them in
 * the reply. It does so for every message of a conversation, since each asks for something else.
 *
 * <p>Several of these may wrap one another: their passages are numbered on, and the outermost one
 * alone tells the sources in the text.
 *
 * @param config what holds for this exchange
 */
record RagAgent(Library library, RagConfig config, CautiousTokens tokens) implements Agent {

    /** The note by which one knows that another of its kind wraps it. */
    private static final String WRAPPED = "rag.wrapped";

    /** With less room the tags alone would fill it. */
    private static final int LEAST_ROOM = 64;

    @Override
    public ChatReply handle(ChatRequest request, Chain chain) {
        Exchange exchange = chain.exchange();
        Question question = Question.of(request).orElseThrow(RagAgent::nothingAsked);
        String collection =
                CollectionChoice.among(List.copyOf(library.collections()), config.collection());
        exchange.progress("searching " + collection);
        List<Passage> found = library.search(collection, question.query(), config.k());
        ModelTokens modelTokens = new ModelTokens(chain, request.model(), tokens);
        int limit = ContextRoom.forPassages(request, config.budget(), modelTokens);
        Retrieval retrieval =
                new Retrieval(
                        collection,
                        found.size(),
                        limit,
                        new Fitting(modelTokens, limit).fit(question.block(found)));
        exchange.progress(retrieval.summary());
        boolean fits = !retrieval.fitted().block().passages().isEmpty();
        boolean mayTellNothing = found.isEmpty() && limit >= LEAST_ROOM;
        ChatRequest asked =
                fits || mayTellNothing ? question.with(retrieval.fitted().block()) : request;
        boolean wrapped = exchange.metadata().containsKey(WRAPPED);
        boolean sourcesInText = !wrapped && !request.settings().format().structured();
        return new CitingReply(inside(chain).proceed(asked), retrieval, sourcesInText);
    }

    /**
     * The chain for a branch, so that only what is further in sees the note: whoever wraps this
     * agent may call it again.
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
