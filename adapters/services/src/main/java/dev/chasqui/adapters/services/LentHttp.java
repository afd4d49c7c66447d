package dev.chasqui.adapters.services;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugin.service.Http;
import dev.chasqui.plugin.service.HttpReply;
import dev.chasqui.plugin.service.HttpRequest;
import dev.chasqui.plugin.service.HttpStream;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/** A client for HTTP, bounded in calls at a time and in its lifetime. */
final class LentHttp implements Http {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Http client;
    private final Lifetime lifetime;
    private final Semaphore places = new Semaphore(MOST_CALLS);

    LentHttp(Http client, Lifetime lifetime) {
        this.client = client;
        this.lifetime = lifetime;
    }

    @Override
    public HttpReply send(HttpRequest request, Cancellation cancellation) {
        try (Lifetime.Call call = begin(cancellation)) {
            return CodeContext.SERVER.call(() -> client.send(request, call.cancellation()));
        }
    }

    @Override
    public HttpStream open(HttpRequest request, Cancellation cancellation) {
        Lifetime.Call call = begin(cancellation);
        boolean opened = false;
        try {
            HttpStream stream =
                    CodeContext.SERVER.call(() -> client.open(request, call.cancellation()));
            opened = true;
            return new HttpStream(
                    stream.status(), stream.headers(), stream.body().holding(call::close));
        } finally {
            if (!opened) {
                call.close();
            }
        }
    }

    private Lifetime.Call begin(Cancellation cancellation) {
        lifetime.requireOpen();
        if (!places.tryAcquire()) {
            throw new FailureException(
                    new Failure.Overloaded(
                            MOST_CALLS + " HTTP calls of the plug-in are open; close some",
                            RETRY_AFTER));
        }
        return lifetime.begin(cancellation, places::release);
    }
}
