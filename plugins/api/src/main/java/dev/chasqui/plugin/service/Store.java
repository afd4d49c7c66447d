package dev.chasqui.plugin.service;

import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.FailureException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A small durable store of values by keys. All instances of a plug-in, also those of other
 * generations, see the same content.
 *
 * <p>A store has scopes: the plug-in's own, and one for each caller and session, which do not see
 * each other's keys. A write is durable when it returns, and a reader sees the old value or the new
 * one, never a part. If the disk fails, methods throw {@link java.io.UncheckedIOException}.
 */
public interface Store {
    /** The largest length of a key, in bytes of UTF-8. */
    int LONGEST_KEY = 512;

    /** The largest size of a value, in bytes. */
    int LARGEST_VALUE = 1 << 20;

    /** The largest size of all keys and values of a plug-in together, in bytes. */
    long LARGEST_TOTAL = 64L << 20;

    /** The largest number of values of a plug-in in all scopes together. */
    int MOST_VALUES = 20_000;

    /** Returns the value of a key; empty if there is none, or its time has passed. */
    Optional<byte[]> get(String key);

    /**
     * Sets the value of a key until it is deleted.
     *
     * @throws IllegalArgumentException if the key is empty, longer than {@link #LONGEST_KEY} or not
     *     valid Unicode, or if the value is larger than {@link #LARGEST_VALUE}
     * @throws FailureException with {@code DiskFull} if the plug-in's store would exceed {@link
     *     #LARGEST_TOTAL} or {@link #MOST_VALUES}; nothing has changed then
     */
    void put(String key, byte[] value);

    /**
     * Sets the value of a key for a time.
     *
     * @param life the time after which the value is gone; more than 0
     * @throws IllegalArgumentException as {@link #put(String, byte[])}
     * @throws FailureException as {@link #put(String, byte[])}
     */
    void put(String key, byte[] value, Duration life);

    /** Deletes the value of a key; returns false if there was none. */
    boolean delete(String key);

    /** Returns the keys of this scope that begin with a text, sorted. */
    List<String> keys(String prefix);

    /** Returns the scope of one caller within this scope; its name identifies the caller. */
    Store of(Caller caller);

    /**
     * Returns the scope of one session within this scope.
     *
     * @param id the session's own id, for which the rules of keys hold
     */
    Store session(String id);

    /** Returns the value of a key as text. */
    default Optional<String> text(String key) {
        return get(key).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** Sets the value of a key to a text, in UTF-8. Throws as {@link #put(String, byte[])}. */
    default void putText(String key, String text) {
        put(key, text.getBytes(StandardCharsets.UTF_8));
    }
}
