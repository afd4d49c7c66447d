package dev.chasqui.application.callers;

import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.CallerStore;
import dev.chasqui.application.port.callers.CallerStore.Change;
import dev.chasqui.application.port.callers.CallerStore.Stored;
import dev.chasqui.domain.account.ApiKey;
import dev.chasqui.domain.account.Team;
import dev.chasqui.domain.account.User;
import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StoreAway;
import dev.chasqui.domain.json.Json;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The changes of users, teams and keys by administrators. Each one is stored with its audit entry
 * before its method returns, and requests see it from then on.
 *
 * <p>Every method throws {@link FailureException}: with {@code Invalid} for a wrong request, with
 * {@code NotFound} for an unknown name, with {@code StoreAway} if the store cannot be used now.
 * Safe for use by several threads; several processes may change the same store.
 */
public final class CallerAdmin {
    private static final int MOST_TRIES = 20;
    private static final int MOST_KEYS_OF_USER = 1_000;

    private final Callers callers;

    /** Makes the changes for the store of these callers. */
    public CallerAdmin(Callers callers) {
        this.callers = callers;
    }

    /** A change that was decided on, with its result. */
    private record Decision<T>(
            T result,
            List<Change> changes,
            String action,
            String subject,
            Optional<Json.Obj> before,
            Optional<Json.Obj> after) {}

    /** Returns all stored users, teams and keys. */
    public Stored stored() {
        return store().load();
    }

    /** Returns the keys of the config, which cannot be changed here. */
    public List<Key> configured() {
        return callers.configured();
    }

    /** Returns a stored user. */
    public User user(String name) {
        return user(stored(), name);
    }

    /** Returns the keys of a user, the oldest first. */
    public List<ApiKey> keys(String user) {
        Stored stored = stored();
        var _ = user(stored, user);
        return keys(stored, user);
    }

    private static List<ApiKey> keys(Stored stored, String user) {
        return stored.keys().stream()
                .filter(key -> key.user().equals(user))
                .sorted(Comparator.comparing(ApiKey::created).thenComparing(ApiKey::id))
                .toList();
    }

    /** Makes a user. */
    public User createUser(Caller who, Json.Obj body) {
        return change(
                who,
                stored -> {
                    User user = CallerJson.newUser(body, now());
                    requireFree(stored, user.name());
                    TeamNames.requireKnown(stored, user);
                    return put(user, Optional.empty(), "user.create");
                });
    }

    private void requireFree(Stored stored, String name) {
        boolean ofConfig = isConfigured(name);
        if (ofConfig || stored.users().keySet().stream().anyMatch(name::equalsIgnoreCase)) {
            throw AccountJson.invalid(
                    "name",
                    Json.of(name),
                    "another name; this one is of "
                            + (ofConfig ? "a key of the config" : "a user"));
        }
    }

    private boolean isConfigured(String name) {
        return callers.configured().stream().anyMatch(key -> key.name().equalsIgnoreCase(name));
    }

    private static Decision<User> put(User user, Optional<User> before, String action) {
        return new Decision<>(
                user,
                List.of(new Change.PutUser(user)),
                action,
                user.name(),
                before.map(CallerJson::json),
                Optional.of(CallerJson.json(user)));
    }

    /**
     * Makes the first user, an administrator, with a key.
     *
     * @param secret the key, which its reader has already
     * @throws FailureException with {@code Invalid} if there is a user
     */
    public User createFirstAdmin(Caller who, String name, String secret) {
        return change(
                who,
                stored -> {
                    if (!stored.users().isEmpty()) {
                        throw invalid("there is a user, so this would not be the first one");
                    }
                    User user =
                            CallerJson.newUser(
                                    Json.Obj.EMPTY
                                            .with("name", Json.of(name))
                                            .with("role", Json.of("admin")),
                                    now());
                    ApiKey key =
                            CallerJson.newKey(
                                    NewKeys.freeId(stored),
                                    name,
                                    KeyDigest.hex(secret),
                                    Json.Obj.EMPTY,
                                    now());
                    return new Decision<>(
                            user,
                            List.of(new Change.PutUser(user), new Change.PutKey(key)),
                            "user.create",
                            name,
                            Optional.empty(),
                            Optional.of(CallerJson.json(user).with("key", CallerJson.json(key))));
                });
    }

    /** Changes the members of a user that are given. */
    public User changeUser(Caller who, String name, Json.Obj body) {
        return change(
                who,
                stored -> {
                    User before = user(stored, name);
                    User after = CallerJson.changedUser(before, body);
                    TeamNames.requireKnown(stored, after);
                    return put(after, Optional.of(before), action(before, after));
                });
    }

    private static String action(User before, User after) {
        if (before.active() == after.active()) {
            return "user.change";
        }
        return after.active() ? "user.activate" : "user.deactivate";
    }

    /** Removes a user with all keys. */
    public User deleteUser(Caller who, String name) {
        return change(
                who,
                stored -> {
                    User before = user(stored, name);
                    return new Decision<>(
                            before,
                            List.of(new Change.RemoveUser(name)),
                            "user.delete",
                            name,
                            Optional.of(CallerJson.json(before)),
                            Optional.empty());
                });
    }

    /** Returns a stored team. */
    public Team team(String name) {
        return team(stored(), name);
    }

    /** Makes a team, or replaces its limits and budget. */
    public Team putTeam(Caller who, String name, Json.Obj body) {
        return change(
                who,
                stored -> {
                    Team team = CallerJson.team(name, body);
                    Optional<Team> before = Optional.ofNullable(stored.teams().get(name));
                    return new Decision<>(
                            team,
                            List.of(new Change.PutTeam(team)),
                            before.isPresent() ? "team.change" : "team.create",
                            name,
                            before.map(CallerJson::json),
                            Optional.of(CallerJson.json(team)));
                });
    }

    /** Removes a team, also from its members. */
    public Team deleteTeam(Caller who, String name) {
        return change(
                who,
                stored -> {
                    Team before = team(stored, name);
                    return new Decision<>(
                            before,
                            List.of(new Change.RemoveTeam(name)),
                            "team.delete",
                            name,
                            Optional.of(CallerJson.json(before)),
                            Optional.empty());
                });
    }

    /** Makes a key of a user. */
    public MadeKey createKey(Caller who, String user, Json.Obj body) {
        String secret = NewKeys.secret();
        return change(
                who,
                stored -> {
                    var _ = user(stored, user);
                    if (keys(stored, user).size() >= MOST_KEYS_OF_USER) {
                        throw invalid(
                                "user '%s' has %d keys, the most that are allowed; revoke some"
                                        .formatted(user, MOST_KEYS_OF_USER));
                    }
                    ApiKey key =
                            CallerJson.newKey(
                                    NewKeys.freeId(stored),
                                    user,
                                    KeyDigest.hex(secret),
                                    body,
                                    now());
                    return put(key, secret, Optional.empty(), "key.create");
                });
    }

    /** Changes the members of a key that are given. */
    public ApiKey changeKey(Caller who, String id, Json.Obj body) {
        return change(
                who,
                stored -> {
                    ApiKey before = key(stored, id);
                    ApiKey after = CallerJson.changedKey(before, body, now());
                    return new Decision<>(
                            after,
                            List.of(new Change.PutKey(after)),
                            "key.change",
                            subject(after),
                            Optional.of(CallerJson.json(before)),
                            Optional.of(CallerJson.json(after)));
                });
    }

    /** Gives a key another secret; the old one is not accepted any more. */
    public MadeKey rotateKey(Caller who, String id, Json.Obj body) {
        String secret = NewKeys.secret();
        return change(
                who,
                stored -> {
                    ApiKey before = key(stored, id);
                    ApiKey after = CallerJson.rotated(before, KeyDigest.hex(secret), body, now());
                    return put(after, secret, Optional.of(before), "key.rotate");
                });
    }

    private static Decision<MadeKey> put(
            ApiKey key, String secret, Optional<ApiKey> before, String action) {
        return new Decision<>(
                new MadeKey(key, secret),
                List.of(new Change.PutKey(key)),
                action,
                subject(key),
                before.map(CallerJson::json),
                Optional.of(CallerJson.json(key)));
    }

    /** Removes a key. */
    public ApiKey revokeKey(Caller who, String id) {
        return change(
                who,
                stored -> {
                    ApiKey before = key(stored, id);
                    return new Decision<>(
                            before,
                            List.of(new Change.RemoveKey(id)),
                            "key.revoke",
                            subject(before),
                            Optional.of(CallerJson.json(before)),
                            Optional.empty());
                });
    }

    private static String subject(ApiKey key) {
        return key.user() + "/" + (key.name().isEmpty() ? key.id() : key.name());
    }

    private boolean isAdminOfConfig() {
        return callers.configured().stream().anyMatch(key -> key.role() == Caller.Role.ADMIN);
    }

    private <T> T change(Caller who, Function<Stored, Decision<T>> decide) {
        for (int i = 0; i < MOST_TRIES; i++) {
            Stored before = store().load();
            Decision<T> decision = decide.apply(before);
            if (!isAdminOfConfig()) {
                LastAdmin.requireKept(before, decision.changes(), now());
            }
            AuditEntry entry =
                    new AuditEntry(
                            now(),
                            who.name(),
                            decision.action(),
                            decision.subject(),
                            decision.before().map(Json.Obj::toString).orElse(""),
                            decision.after().map(Json.Obj::toString).orElse(""));
            callers.directory().expectUsers();
            OptionalLong version = store().apply(before.version(), decision.changes(), entry);
            if (version.isPresent()) {
                callers.directory()
                        .changed(
                                AppliedChanges.to(before, decision.changes(), version.getAsLong()));
                return decision.result();
            }
        }
        throw new FailureException(
                new StoreAway(
                        "others change users and keys at the same time, so nothing was changed; try"
                                + " again"));
    }

    private User user(Stored stored, String name) {
        User user = stored.users().get(name);
        if (user != null) {
            return user;
        }
        if (isConfigured(name)) {
            throw invalid("'" + name + "' is a key of the config; change it there, in 'keys'");
        }
        throw notFound("no user '%s'; see the list of users".formatted(shown(name)));
    }

    private static Team team(Stored stored, String name) {
        Team team = stored.teams().get(name);
        if (team == null) {
            throw notFound("no team '%s'; see the list of teams".formatted(shown(name)));
        }
        return team;
    }

    private static ApiKey key(Stored stored, String id) {
        return stored.keys().stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                notFound(
                                        "no key with the id '%s'; see the list of the user's keys"
                                                .formatted(shown(id))));
    }

    /** Returns a name for a message, unless it may be a key by mistake. */
    private static String shown(String name) {
        return NewKeys.isLikeOne(name) ? "…" : Quoting.shorten(name);
    }

    private Instant now() {
        // Databases keep no more digits than these.
        return callers.directory().clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private CallerStore store() {
        return callers.directory().store();
    }

    private static FailureException invalid(String message) {
        return new FailureException(new Failure.Invalid(Optional.empty(), message));
    }

    private static FailureException notFound(String message) {
        return new FailureException(new Failure.NotFound(message));
    }
}
