package dev.chasqui.application.callers;

import dev.chasqui.application.port.callers.CallerStore.Change;
import dev.chasqui.application.port.callers.CallerStore.Stored;
import dev.chasqui.domain.account.ApiKey;
import dev.chasqui.domain.account.User;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rule that a server with an administrator keeps one. */
final class LastAdmin {
    private LastAdmin() {}

    /**
     * Refuses changes after which no administrator would have a key that is accepted now.
     *
     * @throws FailureException with {@code Invalid} if there was one before them and is none after
     *     them
     */
    static void requireKept(Stored before, List<Change> changes, Instant now) {
        if (!exists(before.users(), before.keys(), now)) {
            return;
        }
        Map<String, User> users = new HashMap<>(before.users());
        Map<String, ApiKey> keys = new HashMap<>();
        before.keys().forEach(key -> keys.put(key.id(), key));
        for (Change change : changes) {
            switch (change) {
                case Change.PutUser(User user) -> users.put(user.name(), user);
                case Change.RemoveUser(String name) -> users.remove(name);
                case Change.PutKey(ApiKey key) -> keys.put(key.id(), key);
                case Change.RemoveKey(String id) -> keys.remove(id);
                case Change.PutTeam _, Change.RemoveTeam _ -> {}
            }
        }
        if (!exists(users, keys.values(), now)) {
            throw new FailureException(
                    new Failure.Invalid(
                            Optional.empty(),
                            "this would take away the last administrator's last key; make another"
                                    + " administrator with a key first"));
        }
    }

    private static boolean exists(Map<String, User> users, Iterable<ApiKey> keys, Instant now) {
        for (ApiKey key : keys) {
            User user = users.get(key.user());
            if (user != null
                    && user.role() == Caller.Role.ADMIN
                    && user.active()
                    && key.expires().map(now::isBefore).orElse(true)) {
                return true;
            }
        }
        return false;
    }
}
