package dev.chasqui.application.callers;

import dev.chasqui.domain.exchange.Caller;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/**
 * The callers that may use the server: the holders of the configured keys, or everyone if no key is
 * configured.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class Callers {
    private final List<Key> keys;

    public Callers(List<Key> keys) {
        this.keys = List.copyOf(keys);
    }

    /** Returns true if a request needs a key. */
    public boolean keysRequired() {
        return !keys.isEmpty();
    }

    /**
     * Returns the holder of a key; empty if the key is unknown. Every configured key is compared,
     * each in constant time, so that the duration reveals nothing.
     */
    public Optional<Caller> identify(String key) {
        byte[] digest = sha256(key);
        Optional<Caller> found = Optional.empty();
        for (Key known : keys) {
            if (MessageDigest.isEqual(digest, known.digest())) {
                found = Optional.of(known.caller());
            }
        }
        return found;
    }

    /** Returns the holder of the key of a name; empty if there is no such key. */
    public Optional<Caller> named(String name) {
        return keys.stream().map(Key::caller).filter(one -> one.name().equals(name)).findFirst();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
