package dev.chasqui.adapters.upstream;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;

import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * A short-lived cache of the context lengths of one server's models, in tokens. An entry ages since
 * a model may be loaded again with another length. An aged entry is still served while the server
 * is asked beside the request, so that no chat waits for it; an expired one is not. Safe for use by
 * several threads.
 */
final class ContextLengths {
    /** The age from which the server is asked again. */
    private static final Duration FRESHNESS = Duration.ofSeconds(10);

    /** The age from which an entry is not served any more. */
    private static final Duration EXPIRY = Duration.ofMinutes(1);

    private static final int MOST_MODELS = 256;

    private final Function<String, OptionalInt> server;
    private final LoadingCache<String, OptionalInt> cache;

    /**
     * @param server returns the length of a model, or throws {@link FailureException}
     */
    ContextLengths(Function<String, OptionalInt> server) {
        this(
                server,
                question -> Thread.ofVirtual().name("context-length").start(question),
                Ticker.systemTicker());
    }

    /**
     * @param threads the executor of the questions beside requests; the cache has at most one for
     *     each model at a time
     */
    ContextLengths(Function<String, OptionalInt> server, Executor threads, Ticker clock) {
        this.server = server;
        this.cache =
                Caffeine.newBuilder()
                        .executor(threads)
                        .ticker(clock)
                        .refreshAfterWrite(FRESHNESS)
                        .expireAfterWrite(EXPIRY)
                        .maximumSize(MOST_MODELS)
                        .build(this::ask);
    }

    /**
     * Returns the context length of a model as {@link
     * dev.chasqui.application.port.TokenAbility#contextLength} does; empty also if the server
     * fails.
     */
    OptionalInt of(String model) {
        return cache.get(model);
    }

    private OptionalInt ask(String model) {
        try {
            return server.apply(model);
        } catch (FailureException e) {
            return OptionalInt.empty();
        }
    }
}
