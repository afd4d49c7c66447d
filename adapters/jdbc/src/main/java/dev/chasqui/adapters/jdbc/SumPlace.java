package dev.chasqui.adapters.jdbc;

import dev.chasqui.application.port.callers.LedgerPlace;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The columns that tell the sums of one table apart. Their order is that in which two transactions
 * take them.
 *
 * @param begin the begin of the hour or day
 * @param names the names, as the columns hold them
 */
record SumPlace(Instant begin, List<String> names) implements Comparable<SumPlace> {
    /** The name of the sums of all users; no user has it. */
    static final String ALL_USERS = "";

    static SumPlace of(LedgerPlace place) {
        return new SumPlace(
                place.hour(),
                List.of(
                        Columns.text(place.user()),
                        Columns.text(place.key()),
                        Columns.text(place.model()),
                        Columns.text(place.backend())));
    }

    static SumPlace ofTeam(LedgerPlace place, String team) {
        return new SumPlace(place.hour(), List.of(Columns.text(place.user()), Columns.text(team)));
    }

    static SumPlace ofUser(LedgerPlace place, String user) {
        return new SumPlace(place.hour(), List.of(Columns.text(user)));
    }

    /** Returns the place of the sum of the whole day. */
    SumPlace ofDay() {
        return new SumPlace(begin.truncatedTo(ChronoUnit.DAYS), names);
    }

    @Override
    public int compareTo(SumPlace other) {
        int order = begin.compareTo(other.begin);
        for (int i = 0; order == 0 && i < names.size(); i++) {
            order = names.get(i).compareTo(other.names.get(i));
        }
        return order;
    }
}
