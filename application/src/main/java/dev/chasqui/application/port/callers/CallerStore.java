package dev.chasqui.application.port.callers;

import dev.chasqui.domain.account.ApiKey;
import dev.chasqui.domain.account.Team;
import dev.chasqui.domain.account.User;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The store of users, teams and keys. What {@link #apply} has returned from is there after a crash.
 * Calls may wait, at most for a bounded time, so they are not for the way of a request. Safe for
 * use by several threads; several processes may share one store.
 */
public interface CallerStore {

    /**
     * All users, teams and keys at one moment.
     *
     * @param version a number that grows with each change
     */
    record Stored(
            long version, Map<String, User> users, Map<String, Team> teams, List<ApiKey> keys) {
        public Stored {
            users = Map.copyOf(users);
            teams = Map.copyOf(teams);
            keys = List.copyOf(keys);
        }
    }

    /** One change. The user of a key that is put, and the teams of a user, are there or in it. */
    sealed interface Change {
        /** Adds a user, or replaces the one of that name. */
        record PutUser(User user) implements Change {}

        /** Removes a user with all keys. */
        record RemoveUser(String name) implements Change {}

        /** Adds a team, or replaces the one of that name. */
        record PutTeam(Team team) implements Change {}

        /** Removes a team, also from its members. */
        record RemoveTeam(String name) implements Change {}

        /** Adds a key, or replaces the one with that id. */
        record PutKey(ApiKey key) implements Change {}

        /** Removes a key. */
        record RemoveKey(String id) implements Change {}
    }

    /**
     * Returns everything.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code StoreAway} if the store
     *     cannot be used now
     */
    Stored load();

    /**
     * Returns the number of the last change; cheap.
     *
     * @throws dev.chasqui.domain.failure.FailureException as {@link #load} does
     */
    long version();

    /**
     * Makes changes and their audit entry, all or none.
     *
     * @param basedOn the version that the changes were decided on
     * @return the version after them; empty if another process has changed something since {@code
     *     basedOn}, so that nothing was done
     * @throws dev.chasqui.domain.failure.FailureException as {@link #load} does; then it is not
     *     known whether they were made
     */
    OptionalLong apply(long basedOn, List<Change> changes, AuditEntry entry);
}
