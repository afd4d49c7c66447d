package dev.chasqui.adapters.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;

import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A short-lived cache of the context lengths of one server's models, in tokens. An entry expires
 * since a model may be loaded again with another length. Safe for use by several threads.
 */
final class ContextLengths {
    private static final Duration FRESHNESS = Duration.ofSeconds(10);

    /** The freshness of the entry that a server does not report a length; it rarely begins to. */
    private static final Duration FRESHNESS_OF_NONE = Duration.ofMinutes(1);

    private static final int MOST_MODELS = 256;

    private final Function<String, OptionalInt> server;
    private final Cache<String, OptionalInt> cache =
            Caffeine.newBuilder()
                    .expireAfter(
                            Expiry.<String, OptionalInt>writing(
                                    (model, length) ->
                                            length.isPresent() ? FRESHNESS : FRESHNESS_OF_NONE))
                    .maximumSize(MOST_MODELS)
                    .build();

    /**
     * @param server returns the length of a model, or throws {@link FailureException}
     */
    ContextLengths(Function<String, OptionalInt> server) {
        this.server = server;
    }

    /**
     * Returns the context length of a model as {@link
     * dev.chasqui.application.port.TokenAbility#contextLength} does; empty also if the server
     * fails.
     */
    OptionalInt of(String model) {
        return cache.get(model, this::ask);
    }

    private OptionalInt ask(String model) {
        try {
            return server.apply(model);
        } catch (FailureException e) {
            return OptionalInt.empty();
        }
    }
}
