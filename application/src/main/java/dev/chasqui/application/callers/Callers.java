package dev.chasqui.application.callers;

import dev.chasqui.domain.exchange.Caller;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/**
 * Who may ask: the holders of the configured keys, or everybody where there are none.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class Callers {
    private final List<Key> keys;

    public Callers(List<Key> keys) {
        this.keys = List.copyOf(keys);
    }

    /** Whether one needs a key. */
    public boolean keysRequired() {
        return !keys.isEmpty();
    }

    /**
     * The holder of a key. Every configured key is compared, each in constant time, so that the
     * time it takes tells nothing.
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

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
