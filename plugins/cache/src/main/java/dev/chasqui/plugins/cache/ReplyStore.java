package dev.chasqui.plugins.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;

import dev.chasqui.domain.reply.ReplyEvent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The replies that are kept, in memory: bounded by size, the least used leave first, and by age.
 * Safe for use by several threads.
 *
 * <p>Caffeine works on the callers' threads, since the JDK's common pool would keep the plug-in's
 * classes.
 */
final class ReplyStore {
    /** About the memory of a key and of the entry around a reply. */
    private static final int ENTRY_BYTES = 512;

    private final Cache<RequestKey, KeptReply> replies;
    private final long mostBytes;
    private final Ticker clock;

    /**
     * @param bytes the memory for all replies, about
     * @param clock tells the time in nanoseconds
     */
    ReplyStore(long bytes, Duration age, Ticker clock) {
        this.mostBytes = Math.min(bytes / 4, Integer.MAX_VALUE - ENTRY_BYTES);
        this.clock = clock;
        this.replies =
                Caffeine.newBuilder()
                        .executor(Runnable::run)
                        .ticker(clock)
                        .maximumWeight(bytes)
                        .weigher((RequestKey key, KeptReply reply) -> reply.bytes() + ENTRY_BYTES)
                        .expireAfterWrite(age)
                        .build();
    }

    /** Returns the most bytes of one reply. */
    long mostBytes() {
        return mostBytes;
    }

    /** Returns the reply to a request; empty if there is none, or none as young as this. */
    Optional<KeptReply> find(RequestKey key, Optional<Duration> age) {
        return Optional.ofNullable(replies.getIfPresent(key))
                .filter(
                        reply ->
                                age.isEmpty()
                                        || clock.read() - reply.keptAt() <= age.get().toNanos());
    }

    /** Keeps a reply of at most {@link #mostBytes}. */
    void keep(RequestKey key, List<ReplyEvent> events, long bytes) {
        replies.put(key, new KeptReply(events, (int) bytes, clock.read()));
    }

    /** Removes all replies. */
    void clear() {
        replies.invalidateAll();
        replies.cleanUp();
    }
}
