package dev.chasqui.application.callers;

import dev.chasqui.application.port.callers.CallerStore.Stored;
import dev.chasqui.domain.account.User;
import dev.chasqui.domain.json.Json;

/** The rule that a user is only in teams that are there. */
final class TeamNames {
    private TeamNames() {}

    /**
     * Refuses a user with an unknown team.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid}
     */
    static void requireKnown(Stored stored, User user) {
        for (String team : user.teams()) {
            if (!stored.teams().containsKey(team)) {
                throw AccountJson.invalid(
                        "teams",
                        Json.of(team),
                        stored.teams().isEmpty()
                                ? "no team, since there is none yet; make it first"
                                : "one of "
                                        + String.join(
                                                ", ",
                                                stored.teams().keySet().stream()
                                                        .sorted()
                                                        .limit(20)
                                                        .toList()));
            }
        }
    }
}
