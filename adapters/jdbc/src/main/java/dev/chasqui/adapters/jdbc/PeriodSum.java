package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.callers.LedgerEntry;

import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/**
 * The amounts that are added to the sums of one hour or day. Numbers are of any size, since a
 * backend may report any number of tokens.
 */
record PeriodSum(
        long requests,
        long failed,
        BigInteger promptTokens,
        BigInteger completionTokens,
        BigInteger cost,
        BigInteger latencyMillis) {
    /**
     * The columns that tell the sums of one period apart. Two transactions take them in one order.
     */
    record Place(Instant begin, String user, String key, String model, String backend)
            implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::begin)
                        .thenComparing(Place::user)
                        .thenComparing(Place::key)
                        .thenComparing(Place::model)
                        .thenComparing(Place::backend);

        /** Returns the place of the sum of the whole day. */
        Place ofDay() {
            return new Place(begin.truncatedTo(ChronoUnit.DAYS), user, key, model, backend);
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** The columns that tell the sums of teams apart. */
    record TeamPlace(Instant begin, String user, String team) implements Comparable<TeamPlace> {
        private static final Comparator<TeamPlace> ORDER =
                Comparator.comparing(TeamPlace::begin)
                        .thenComparing(TeamPlace::user)
                        .thenComparing(TeamPlace::team);

        /** Returns the place of the sum of the whole day. */
        TeamPlace ofDay() {
            return new TeamPlace(begin.truncatedTo(ChronoUnit.DAYS), user, team);
        }

        @Override
        public int compareTo(TeamPlace other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * Returns the place of an entry in its hour; no caller can make a row with each name it thinks
     * of.
     */
    static Place place(LedgerEntry entry) {
        return new Place(
                hour(entry),
                Columns.text(entry.userOfSums()),
                Columns.text(entry.key().orElse("")),
                Columns.text(entry.modelOfSums()),
                Columns.text(entry.backend().orElse("")));
    }

    static List<TeamPlace> teamPlaces(LedgerEntry entry) {
        return entry.teams().stream()
                .distinct()
                .map(
                        team ->
                                new TeamPlace(
                                        hour(entry),
                                        Columns.text(entry.user()),
                                        Columns.text(team)))
                .toList();
    }

    private static Instant hour(LedgerEntry entry) {
        return entry.at().truncatedTo(ChronoUnit.HOURS);
    }

    static PeriodSum of(LedgerEntry entry) {
        return new PeriodSum(
                1,
                entry.hasFailed() ? 1 : 0,
                BigInteger.valueOf(entry.promptTokens()),
                BigInteger.valueOf(entry.completionTokens()),
                BigInteger.valueOf(entry.cost().nanos()),
                BigInteger.valueOf(entry.latency().toMillis()));
    }

    PeriodSum plus(PeriodSum other) {
        return new PeriodSum(
                requests + other.requests,
                failed + other.failed,
                promptTokens.add(other.promptTokens),
                completionTokens.add(other.completionTokens),
                cost.add(other.cost),
                latencyMillis.add(other.latencyMillis));
    }
}
