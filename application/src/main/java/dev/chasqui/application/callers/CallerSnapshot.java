package dev.chasqui.application.callers;

import dev.chasqui.application.port.callers.CallerStore.Stored;
import dev.chasqui.domain.account.ApiKey;
import dev.chasqui.domain.account.Grants;
import dev.chasqui.domain.account.Team;
import dev.chasqui.domain.account.User;
import dev.chasqui.domain.command.CommandRight;
import dev.chasqui.domain.command.CommandRights;
import dev.chasqui.domain.exchange.Caller;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The index of the stored users, teams and keys at one moment. Immutable. */
final class CallerSnapshot {
    private static final List<String> EVERY_COMMAND = List.of("*");

    private final Stored stored;
    private final Map<KeyDigest, Holder> byDigest = new HashMap<>();
    private final Map<String, Holder> byId = new HashMap<>();
    private final boolean admin;

    CallerSnapshot(Stored stored) {
        this.stored = stored;
        boolean anyAdmin = false;
        for (ApiKey key : stored.keys()) {
            User user = stored.users().get(key.user());
            if (user != null) {
                Holder holder = new Holder(user, key, stored.teams());
                byDigest.put(KeyDigest.ofHex(key.sha256()), holder);
                byId.put(key.id(), holder);
                anyAdmin |= user.role() == Caller.Role.ADMIN;
            }
        }
        admin = anyAdmin;
    }

    /** A key with its user, and what requests need of both. Safe for use by several threads. */
    static final class Holder {
        private final User user;
        private final ApiKey key;
        private final Caller caller;
        private final CallerGrants grants;
        private final Map<String, Team> teams;

        /** The end in milliseconds since 1970; here, since each object on the way costs a miss. */
        private final long end;

        private final boolean active;

        /** The scopes, made for the first request, since most of many keys have none. */
        private volatile @Nullable List<LimitedScope> scopes;

        private Holder(User user, ApiKey key, Map<String, Team> teams) {
            this.user = user;
            this.key = key;
            this.teams = teams;
            end = key.expires().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
            active = user.active();
            grants = new CallerGrants(List.of(user.grants(), key.grants()));
            caller = CallerSnapshot.caller(user, key, grants);
        }

        User user() {
            return user;
        }

        ApiKey key() {
            return key;
        }

        Caller caller() {
            return caller;
        }

        CallerGrants grants() {
            return grants;
        }

        /** Returns true if the key is not accepted any more, to the millisecond. */
        boolean isExpired(InstantSource clock) {
            return end != Long.MAX_VALUE && clock.millis() >= end;
        }

        /** Returns true if the user is active. */
        boolean isActive() {
            return active;
        }

        /** Returns what its requests are counted for: owners without limits are left out. */
        List<LimitedScope> scopes() {
            List<LimitedScope> known = scopes;
            if (known == null) {
                known = find().stream().filter(LimitedScope::isLimited).toList();
                scopes = known;
            }
            return known;
        }

        private List<LimitedScope> find() {
            List<LimitedScope> scopes = new ArrayList<>();
            scopes.add(
                    new LimitedScope(
                            "key/" + key.id(),
                            "key '"
                                    + (key.name().isEmpty() ? key.id() : key.name())
                                    + "' of user '"
                                    + user.name()
                                    + "'",
                            key.limits(),
                            key.budget()));
            scopes.add(
                    new LimitedScope(
                            "user/" + user.name(),
                            "user '" + user.name() + "'",
                            user.limits(),
                            user.budget()));
            user.teams().stream()
                    .sorted()
                    .map(teams::get)
                    .filter(Objects::nonNull)
                    .forEach(
                            team ->
                                    scopes.add(
                                            new LimitedScope(
                                                    "team/" + team.name(),
                                                    "team '" + team.name() + "'",
                                                    team.limits(),
                                                    team.budget())));
            return scopes;
        }
    }

    Stored stored() {
        return stored;
    }

    Optional<Holder> of(KeyDigest digest) {
        return Optional.ofNullable(byDigest.get(digest));
    }

    Optional<Holder> ofId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Returns true if there is a user. */
    boolean hasUsers() {
        return !stored.users().isEmpty();
    }

    /** Returns true if there is a key of an administrator, whether it is accepted or not. */
    boolean hasAdminKey() {
        return admin;
    }

    private static Caller caller(User user, ApiKey key, CallerGrants grants) {
        return new Caller(
                user.name(),
                user.role(),
                both(commands(user.grants()), commands(key.grants())),
                false,
                user.role() == Caller.Role.ADMIN,
                new Caller.Identity(Optional.of(user.name()), Optional.of(key.id()), user.teams()),
                grants.priority().orElse(0));
    }

    /** Returns a user as a caller without a key. */
    static Caller caller(User user) {
        return new Caller(
                user.name(),
                user.role(),
                Set.copyOf(commands(user.grants())),
                false,
                user.role() == Caller.Role.ADMIN,
                new Caller.Identity(Optional.of(user.name()), Optional.empty(), user.teams()),
                user.grants().priority().orElse(0));
    }

    private static List<String> commands(Grants grants) {
        return grants.agents().orElse(EVERY_COMMAND);
    }

    /** Returns the rights that both lists give. */
    private static Set<String> both(List<String> some, List<String> others) {
        if (some.equals(EVERY_COMMAND) || others.equals(EVERY_COMMAND)) {
            return Set.copyOf(some.equals(EVERY_COMMAND) ? others : some);
        }
        return CommandRights.of(some).and(CommandRights.of(others)).rights().stream()
                .map(CommandRight::toString)
                .collect(Collectors.toUnmodifiableSet());
    }
}
