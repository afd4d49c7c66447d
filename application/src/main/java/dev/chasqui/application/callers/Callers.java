package dev.chasqui.application.callers;

import dev.chasqui.domain.account.User;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The callers that may use the server: the holders of the configured keys and of the stored ones,
 * or everyone if there are none.
 *
 * <p>Safe for use by several threads.
 */
public final class Callers {
    private final List<Key> keys;
    private final Map<KeyDigest, Caller> byDigest;
    private final CallerDirectory directory;

    /** Makes the callers of a config alone. */
    public Callers(List<Key> keys) {
        this(keys, CallerDirectory.empty());
    }

    /**
     * @param keys the keys of the config
     * @param directory the stored users and keys
     */
    public Callers(List<Key> keys, CallerDirectory directory) {
        this.keys = List.copyOf(keys);
        this.directory = directory;
        Map<KeyDigest, Caller> index = HashMap.newHashMap(keys.size());
        keys.forEach(key -> index.put(KeyDigest.ofHex(key.sha256()), key.caller()));
        byDigest = Map.copyOf(index);
    }

    /** Returns the keys of the config. */
    public List<Key> configured() {
        return keys;
    }

    /** Returns the stored users and keys. */
    public CallerDirectory directory() {
        return directory;
    }

    /**
     * Returns true if a request needs a key: the config has one, or there is a user, or it is not
     * known yet whether there is one.
     */
    public boolean keysRequired() {
        return !keys.isEmpty() || directory.hasUsers();
    }

    /**
     * Returns true if a request of an administrator needs a key. Until the first key of an
     * administrator is made, programs on the server's machine need none, so that they can make it.
     */
    public boolean adminKeyRequired() {
        return !keys.isEmpty() || directory.hasAdminKey();
    }

    /**
     * Returns the holder of a key.
     *
     * @throws FailureException with {@code Unauthenticated} if the key is unknown or not accepted
     *     any more; with {@code StoreAway} if it is none of the config and the stored ones were
     *     never read
     */
    public Caller identify(String key) {
        KeyDigest digest = KeyDigest.of(key);
        Caller configured = byDigest.get(digest);
        if (configured != null) {
            return configured;
        }
        CallerSnapshot.Holder holder =
                directory
                        .holder(digest)
                        .orElseThrow(() -> unauthenticated("this key is unknown to the server"));
        if (holder.isExpired(directory.clock())) {
            throw unauthenticated(
                    "this key expired at "
                            + holder.key().expires().orElseThrow()
                            + ", so it is not accepted; ask the server's administrator for another"
                            + " one");
        }
        if (!holder.isActive()) {
            throw unauthenticated(
                    "user '"
                            + holder.user().name()
                            + "' is deactivated, so the key is not accepted; ask the server's"
                            + " administrator");
        }
        return holder.caller();
    }

    /**
     * Returns the failure of a request that needs a key and has none.
     *
     * @return {@code Unauthenticated}, or {@code StoreAway} if it is not known yet whether it needs
     *     one
     */
    public Failure missingKey() {
        return keys.isEmpty() && !directory.isRead()
                ? CallerDirectory.notRead()
                : new Failure.Unauthenticated(
                        "a key is needed: send it as 'Authorization: Bearer KEY' or"
                                + " 'x-api-key: KEY'");
    }

    private static FailureException unauthenticated(String message) {
        return new FailureException(new Failure.Unauthenticated(message));
    }

    /**
     * Returns the holder of the key of a name, or the user of that name; empty if there is none.
     */
    public Optional<Caller> named(String name) {
        return keys.stream()
                .map(Key::caller)
                .filter(one -> one.name().equals(name))
                .findFirst()
                .or(() -> user(name).map(CallerSnapshot::caller));
    }

    private Optional<User> user(String name) {
        return directory.known().flatMap(known -> Optional.ofNullable(known.users().get(name)));
    }
}
