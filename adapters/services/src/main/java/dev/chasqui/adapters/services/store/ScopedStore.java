package dev.chasqui.adapters.services.store;

import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.plugin.service.Store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * One scope of a store, as one instance of a plug-in sees it. Safe for use by several threads.
 *
 * <p>The name of each scope is preceded by its length, so that no names of scopes and keys make the
 * address of another one.
 */
public final class ScopedStore implements Store {
    /** The largest length of the names of all scopes together, in characters. */
    private static final int LONGEST_SCOPE = 4096;

    private final StoreFiles files;
    private final Runnable requireOpen;
    private final InstantSource clock;
    private final String scope;

    /**
     * Makes the plug-in's own scope.
     *
     * @param requireOpen throws {@link IllegalStateException} when the loan is over
     */
    public ScopedStore(StoreFiles files, Runnable requireOpen, InstantSource clock) {
        this(files, requireOpen, clock, "/");
    }

    private ScopedStore(StoreFiles files, Runnable requireOpen, InstantSource clock, String scope) {
        this.files = files;
        this.requireOpen = requireOpen;
        this.clock = clock;
        this.scope = scope;
    }

    @Override
    public Optional<byte[]> get(String key) {
        return files.get(address(key));
    }

    @Override
    public void put(String key, byte[] value) {
        put(key, value, 0);
    }

    @Override
    public void put(String key, byte[] value, Duration life) {
        if (!life.isPositive()) {
            throw new IllegalArgumentException("life: " + life + " (expected: more than 0)");
        }
        put(key, value, end(life));
    }

    private long end(Duration life) {
        try {
            return Math.max(1, Math.addExact(clock.millis(), Math.max(1, life.toMillis())));
        } catch (ArithmeticException e) {
            // So far away that it never comes.
            return 0;
        }
    }

    private void put(String key, byte[] value, long end) {
        String address = address(key);
        if (value.length > LARGEST_VALUE) {
            throw new IllegalArgumentException(
                    "value: " + value.length + " bytes (expected: at most " + LARGEST_VALUE + ")");
        }
        files.put(address, value, end);
    }

    @Override
    public boolean delete(String key) {
        return files.delete(address(key));
    }

    @Override
    public List<String> keys(String prefix) {
        requireOpen.run();
        return files.addresses(scope + prefix).stream()
                .map(address -> address.substring(scope.length()))
                .toList();
    }

    @Override
    public Store of(Caller caller) {
        check("caller", caller.name());
        return within('c', caller.name());
    }

    @Override
    public Store session(String id) {
        check("session", id);
        return within('s', id);
    }

    /** The outermost scope ends with a slash; an inner one begins before it. */
    private Store within(char kind, String name) {
        requireOpen.run();
        String inner =
                scope.substring(0, scope.length() - 1) + kind + name.length() + ":" + name + "/";
        if (inner.length() > LONGEST_SCOPE) {
            throw new IllegalArgumentException(
                    "scope: " + inner.length() + " characters (expected: fewer scopes in scopes)");
        }
        return new ScopedStore(files, requireOpen, clock, inner);
    }

    private String address(String key) {
        requireOpen.run();
        check("key", key);
        return scope + key;
    }

    private static void check(String what, String text) {
        boolean valid = StandardCharsets.UTF_8.newEncoder().canEncode(text);
        if (text.isEmpty()
                || !valid
                || text.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            throw new IllegalArgumentException(
                    what + ": (expected: 1 to " + LONGEST_KEY + " bytes of valid Unicode)");
        }
    }
}
