package dev.chasqui.application.routing.affinity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * The memory of the backend that has answered each conversation last. A backend is remembered for
 * an hour, and at most 65,536 conversations are, some 100 bytes each; nothing of their texts. Safe
 * for use by several threads.
 */
public final class WarmBackends {
    private static final int MOST = 65_536;
    private static final Duration AGE = Duration.ofHours(1);

    private final Cache<Long, String> backends;

    /**
     * @param nanos the clock, as {@link System#nanoTime()}
     */
    public WarmBackends(Ticker nanos) {
        backends =
                Caffeine.newBuilder()
                        .maximumSize(MOST)
                        .expireAfterWrite(AGE)
                        .ticker(nanos)
                        .executor(Runnable::run)
                        .build();
    }

    /**
     * Returns the name of the backend that has answered a conversation last; null if none is known.
     *
     * @param conversation the conversation's mark, together with its model
     */
    public @Nullable String of(long conversation) {
        return backends.getIfPresent(conversation);
    }

    /** Notes a backend that answers a conversation, which is remembered from now on. */
    public void answered(long conversation, String backend) {
        backends.put(conversation, backend);
    }
}
