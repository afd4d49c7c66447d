package dev.chasqui.application.personal;

import dev.chasqui.application.callers.CallerAdmin;
import dev.chasqui.application.callers.CallerJson;
import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.AuditTrail;
import dev.chasqui.domain.account.User;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StoreAway;
import dev.chasqui.domain.json.Json;

import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The users together with what is kept of them: a user that is removed is forgotten, and one that
 * is made finds nothing that an earlier user of the name has left. Exports and removals are in the
 * audit trail. Safe for use by several threads.
 */
public final class UserAccounts {
    private final CallerAdmin admin;
    private final PersonalStores stores;
    private final AuditTrail audit;
    private final InstantSource clock;

    public UserAccounts(
            CallerAdmin admin, PersonalStores stores, AuditTrail audit, InstantSource clock) {
        this.admin = admin;
        this.stores = stores;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Makes a user, who has no key yet, and forgets what is kept under the name: it may be of an
     * earlier user whose last request ended late.
     *
     * @throws FailureException as {@link CallerAdmin#createUser} does
     */
    public User create(Caller who, Json.Obj body) {
        User made = admin.createUser(who, body);
        forgetOr(made, "made");
        return made;
    }

    /**
     * Removes a user with all keys, and forgets what is kept of it.
     *
     * @throws FailureException as {@link CallerAdmin#deleteUser} does
     */
    public User delete(Caller who, String name) {
        User removed = admin.deleteUser(who, name);
        forgetOr(removed, "removed");
        return removed;
    }

    private void forgetOr(User user, String done) {
        try {
            stores.forget(user.name(), (_, _) -> {});
        } catch (FailureException e) {
            if (!(e.failure() instanceof StoreAway)) {
                throw e;
            }
            throw new FailureException(
                    new StoreAway(
                            "user '%s' is %s, but what was kept under this name could not be"
                                            .formatted(user.name(), done)
                                    + " forgotten; run `chasqui users forget %s --yes`"
                                            .formatted(user.name())),
                    e);
        }
    }

    /**
     * Writes everything that is kept under a name as one JSON object; it holds a page at a time.
     *
     * @param name the name of a user, also of a removed one, or the address of a caller without a
     *     key
     * @throws IOException if the stream cannot be written
     * @throws FailureException with {@code StoreAway} if a store cannot be used now
     */
    public void export(Caller who, String name, OutputStream out) throws IOException {
        Json.Obj head =
                Json.Obj.EMPTY
                        .with("user", Json.of(name))
                        .with("exported_at", Json.of(clock.instant().toString()));
        Optional<User> user = Optional.ofNullable(admin.stored().users().get(name));
        if (user.isPresent()) {
            List<Json> keys =
                    admin.keys(name).stream().<Json>map(key -> CallerJson.json(key)).toList();
            head =
                    head.with("account", CallerJson.json(user.get()))
                            .with("keys", new Json.Arr(keys));
        }
        audit(who, "user.export", name, Map.of());
        stores.export(name, head, out);
    }

    /**
     * Forgets everything that is kept under a name; a user stays.
     *
     * @return the number of items removed, by their kind
     * @throws FailureException with {@code StoreAway} if a store cannot be used now; some of it may
     *     be removed then
     */
    public Json.Obj forget(Caller who, String name) {
        Map<String, Long> removed = new LinkedHashMap<>();
        try {
            stores.forget(name, removed::put);
        } finally {
            // Also what a failure has left half done was asked for, and by whom.
            audit(who, "user.forget", name, removed);
        }
        return numbers(removed);
    }

    private void audit(Caller who, String action, String name, Map<String, Long> removed) {
        audit.add(
                new AuditEntry(
                        clock.instant(),
                        who.name(),
                        action,
                        name,
                        "",
                        removed.isEmpty() ? "" : numbers(removed).toString()));
    }

    private static Json.Obj numbers(Map<String, Long> numbers) {
        Map<String, Json> members = new LinkedHashMap<>();
        numbers.forEach((kind, number) -> members.put(kind, Json.of(number)));
        return new Json.Obj(members);
    }
}
