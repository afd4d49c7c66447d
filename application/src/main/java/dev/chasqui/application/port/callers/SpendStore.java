package dev.chasqui.application.port.callers;

import dev.chasqui.domain.account.Money;

import java.time.LocalDate;
import java.util.List;

/**
 * The store of the money that the owners of budgets have spent, day by day. Safe for use by several
 * threads.
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
     * Adds what a request has cost. Does not wait for the store and does not fail: the amount is
     * written soon.
     */
    void add(Spent spent);

    /**
     * The money that an owner spent on a day.
     *
     * @param owner the owner's unique id, such as {@code user/ana}
     * @param day the day, in UTC
     * @param amount the amount
     */
    record Spent(String owner, LocalDate day, Money amount) {}
}
