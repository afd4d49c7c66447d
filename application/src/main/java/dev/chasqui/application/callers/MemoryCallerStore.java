package dev.chasqui.application.callers;

import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.CallerStore;
import dev.chasqui.domain.account.ApiKey;
import dev.chasqui.domain.account.Team;
import dev.chasqui.domain.account.User;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The users, teams and keys of a process that has no database; they end with the process. */
public final class MemoryCallerStore implements CallerStore {
    private Stored stored = new Stored(0, Map.of(), Map.of(), List.of());
    private final List<AuditEntry> entries = new ArrayList<>();

    /** Makes an empty store. */
    public MemoryCallerStore() {}

    @Override
    public synchronized Stored load() {
        return stored;
    }

    @Override
    public synchronized long version() {
        return stored.version();
    }

    /** Returns the audit entries of all changes, the oldest first. */
    public synchronized List<AuditEntry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public synchronized OptionalLong apply(long basedOn, List<Change> changes, AuditEntry entry) {
        if (basedOn != stored.version()) {
            return OptionalLong.empty();
        }
        Map<String, User> users = new LinkedHashMap<>(stored.users());
        Map<String, Team> teams = new LinkedHashMap<>(stored.teams());
        Map<String, ApiKey> keys = new LinkedHashMap<>();
        stored.keys().forEach(key -> keys.put(key.id(), key));
        for (Change change : changes) {
            switch (change) {
                case Change.PutUser(User user) -> users.put(user.name(), user);
                case Change.RemoveUser(String name) -> {
                    users.remove(name);
                    keys.values().removeIf(key -> key.user().equals(name));
                }
                case Change.PutTeam(Team team) -> teams.put(team.name(), team);
                case Change.RemoveTeam(String name) -> {
                    teams.remove(name);
                    users.replaceAll((_, user) -> without(name, user));
                }
                case Change.PutKey(ApiKey key) -> keys.put(key.id(), key);
                case Change.RemoveKey(String id) -> keys.remove(id);
            }
        }
        stored = new Stored(basedOn + 1, users, teams, List.copyOf(keys.values()));
        entries.add(entry);
        return OptionalLong.of(stored.version());
    }

    private static User without(String team, User user) {
        Set<String> rest = new HashSet<>(user.teams());
        rest.remove(team);
        return new User(
                user.name(),
                user.role(),
                rest,
                user.grants(),
                user.limits(),
                user.budget(),
                user.active(),
                user.created());
    }
}
