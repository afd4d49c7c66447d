package dev.chasqui.application.callers;

import dev.chasqui.application.port.callers.CallerStore.Change;
import dev.chasqui.application.port.callers.CallerStore.Stored;
import dev.chasqui.domain.account.ApiKey;
import dev.chasqui.domain.account.Team;
import dev.chasqui.domain.account.User;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The content of a store after changes, without the store. Has no state. */
final class AppliedChanges {
    private AppliedChanges() {}

    /**
     * Returns everything after changes.
     *
     * @param version the version after them
     */
    static Stored to(Stored before, List<Change> changes, long version) {
        Map<String, User> users = new LinkedHashMap<>(before.users());
        Map<String, Team> teams = new LinkedHashMap<>(before.teams());
        Map<String, ApiKey> keys = new LinkedHashMap<>();
        before.keys().forEach(key -> keys.put(key.id(), key));
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
        return new Stored(version, users, teams, List.copyOf(keys.values()));
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
