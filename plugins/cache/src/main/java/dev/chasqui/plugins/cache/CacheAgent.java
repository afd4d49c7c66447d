package dev.chasqui.plugins.cache;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;

import java.util.List;
import java.util.Optional;

/**
 * The agent of {@code /cache}: it stands for the rest of its chain, so that the agents behind it do
 * not run when it has the reply.
 *
 * @param store the replies
 * @param similarity finds replies to similar questions; empty if only equal requests count
 * @param shared true if callers have one another's replies
 */
record CacheAgent(
        ReplyStore store, Optional<Similarity> similarity, boolean shared, CacheArguments arguments)
        implements Agent {

    @Override
    public ChatReply handle(ChatRequest request, Chain chain) {
        if (hasSeveralChoices(request)) {
            return chain.proceed(request);
        }
        RequestKey key = RequestKey.of(request, chain, shared);
        if (!arguments.fresh()) {
            Optional<KeptReply> kept = store.find(key, arguments.age());
            if (kept.isPresent()) {
                return kept.get().again("hit");
            }
        }
        Optional<Similarity.Asked> asked =
                similarity.flatMap(known -> known.asked(request, chain, shared));
        if (!arguments.fresh()) {
            Optional<KeptReply> similar = asked.flatMap(this::similar);
            if (similar.isPresent()) {
                return similar.get().again("semantic");
            }
        }
        List<String> skippedBefore = chain.skipped();
        return new RecordedReply(
                chain.proceed(request),
                store.mostBytes(),
                (events, bytes) -> {
                    if (!chain.skipped().equals(skippedBefore) || !chain.standIns().isEmpty()) {
                        return;
                    }
                    store.keep(key, events, bytes);
                    asked.ifPresent(
                            question ->
                                    similarity.ifPresent(
                                            known ->
                                                    known.questions()
                                                            .keep(
                                                                    question.rest(),
                                                                    question.vector(),
                                                                    key)));
                });
    }

    private Optional<KeptReply> similar(Similarity.Asked asked) {
        return similarity
                .flatMap(known -> known.questions().find(asked.rest(), asked.vector()))
                .flatMap(match -> store.find(match.key(), arguments.age()));
    }

    /** A reply with several choices has only the first one as events, so it is not kept. */
    private static boolean hasSeveralChoices(ChatRequest request) {
        return isSeveral(request.settings().sampling()) || isSeveral(request.extras());
    }

    private static boolean isSeveral(Json.Obj members) {
        return members.get("n").filter(n -> !n.equals(Json.of(1))).isPresent();
    }
}
