package dev.chasqui.adapters.services;

import dev.chasqui.application.exchange.InternalCalls;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.plugin.service.OwnModels;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/** The server's models for one plug-in, bounded in calls at a time and in their lifetime. */
final class LentModels implements OwnModels {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final String caller;
    private final ModelCalls calls;
    private final Lifetime lifetime;
    private final Semaphore places;

    LentModels(String plugin, ModelCalls calls, Lifetime lifetime) {
        this("plugin:" + plugin, calls, lifetime, new Semaphore(MOST_CALLS));
    }

    private LentModels(String caller, ModelCalls calls, Lifetime lifetime, Semaphore places) {
        this.caller = caller;
        this.calls = calls;
        this.lifetime = lifetime;
        this.places = places;
    }

    /** {@inheritDoc} They share the bound on calls with these. */
    @Override
    public OwnModels inside() {
        ModelCalls kept =
                () -> calls.present().map(each -> each.inside(caller + " keeps its content"));
        return new LentModels(caller, kept, lifetime, places);
    }

    @Override
    public ChatReply chat(ChatRequest request, Cancellation cancellation) {
        InternalCalls present = present();
        Lifetime.Call call = begin(cancellation);
        boolean begun = false;
        try {
            ChatReply reply =
                    CodeContext.SERVER.call(
                            () -> present.chat(caller, request, call.cancellation()));
            begun = true;
            return reply.holding(call::close);
        } finally {
            if (!begun) {
                call.close();
            }
        }
    }

    @Override
    public List<float[]> embed(String model, List<String> texts, Cancellation cancellation) {
        InternalCalls present = present();
        EmbeddingRequest request = EmbeddingRequest.of(model, texts);
        try (Lifetime.Call call = begin(cancellation)) {
            return CodeContext.SERVER.call(
                    () -> present.embed(caller, request, call.cancellation()).vectors());
        }
    }

    @Override
    public double[] rerank(
            String model, String question, List<String> texts, Cancellation cancellation) {
        InternalCalls present = present();
        try (Lifetime.Call call = begin(cancellation)) {
            return CodeContext.SERVER.call(
                    () -> present.rank(caller, model, question, texts, call.cancellation()));
        }
    }

    private InternalCalls present() {
        lifetime.requireOpen();
        return calls.present()
                .orElseThrow(
                        () ->
                                overloaded(
                                        "the server is starting and has no models yet; ask from a"
                                                + " job or an exchange"));
    }

    private Lifetime.Call begin(Cancellation cancellation) {
        if (!places.tryAcquire()) {
            throw overloaded(
                    MOST_CALLS
                            + " calls of models by the plug-in are open; close their replies or"
                            + " wait");
        }
        return lifetime.begin(cancellation, places::release);
    }

    private static FailureException overloaded(String why) {
        return new FailureException(new Failure.Overloaded(why, RETRY_AFTER));
    }
}
