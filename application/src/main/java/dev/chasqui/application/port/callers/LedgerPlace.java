package dev.chasqui.application.port.callers;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The hour and the names by which the sums of requests are told apart. No caller can make a place
 * with each name it thinks of.
 *
 * @param hour the begin of the hour
 * @param user the user, {@link LedgerEntry#UNKNOWN} for a caller that is not known
 * @param key the id of the key; empty for requests without one
 * @param teams the teams of the user
 * @param model the model as its backend lists it; empty if none was asked
 * @param backend the backend; empty if none was asked
 */
public record LedgerPlace(
        Instant hour, String user, String key, List<String> teams, String model, String backend) {
    public LedgerPlace {
        teams = List.copyOf(teams);
    }

    /** Returns the place of an entry. */
    public static LedgerPlace of(LedgerEntry entry) {
        return new LedgerPlace(
                entry.at().truncatedTo(ChronoUnit.HOURS),
                entry.userOfSums(),
                entry.key().orElse(""),
                entry.teams(),
                entry.modelOfSums(),
                entry.backend().orElse(""));
    }
}
