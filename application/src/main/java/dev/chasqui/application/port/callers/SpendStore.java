package dev.chasqui.application.port.callers;

import dev.chasqui.domain.account.Money;

import java.time.LocalDate;
import java.util.List;

/**
 * The store of the money that the owners of budgets have spent, day by day. Calls may wait, at most
 * for a bounded time, so they are not for the way of a request. Safe for use by several threads,
 * and by several servers.
 */
public interface SpendStore {

    /**
     * Returns what was spent on this day and later; days of an owner may stand in any order, each
     * once.
     *
     * @param since the first day, in UTC
     * @throws dev.chasqui.domain.failure.FailureException with {@code StoreAway} if it cannot be
     *     read now
     */
    List<Spent> since(LocalDate since);

    /**
     * Adds the amounts of a batch, all or none. A batch that is there already changes nothing, so
     * one of which it is not known whether it was written may be given again.
     *
     * @throws dev.chasqui.domain.failure.FailureException as {@link #since} does
     */
    void add(Batch batch);

    /**
     * Removes what was spent before a day.
     *
     * @throws dev.chasqui.domain.failure.FailureException as {@link #since} does
     */
    void forget(LocalDate before);

    /**
     * The money that an owner spent on a day.
     *
     * @param owner the owner's unique id, such as {@code user/ana}
     * @param day the day, in UTC
     * @param amount the amount
     */
    record Spent(String owner, LocalDate day, Money amount) {}

    /**
     * Amounts that are added together.
     *
     * @param writer the unique id of the writer, which gives one batch after the other
     * @param number the number of the batch, larger than those of the writer's batches before
     * @param amounts the amounts, at most one for each owner and day
     */
    record Batch(String writer, long number, List<Spent> amounts) {
        public Batch {
            amounts = List.copyOf(amounts);
        }
    }
}
