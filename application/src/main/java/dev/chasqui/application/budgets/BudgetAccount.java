package dev.chasqui.application.budgets;

import dev.chasqui.domain.account.Budget;
import dev.chasqui.domain.account.Money;

import java.time.LocalDate;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The money of one owner: what was spent on each day of the latest periods, and what running
 * requests have reserved. All methods but {@link #lock} and {@link #unlock} are called by the
 * thread that holds the lock.
 */
final class BudgetAccount {
    private final long place;
    private final ReentrantLock lock = new ReentrantLock();
    private final NavigableMap<LocalDate, Money> days = new TreeMap<>();
    private Money reserved = Money.ZERO;

    /**
     * Makes an account of which nothing is spent.
     *
     * @param place the place in the order in which several locks are taken, unique
     */
    BudgetAccount(long place) {
        this.place = place;
    }

    long place() {
        return place;
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /** Returns what is spent in the period that holds this day. */
    Money spent(Budget.Period period, LocalDate today) {
        Money sum = Money.ZERO;
        for (Money day : days.tailMap(BudgetPeriods.first(period, today), true).values()) {
            sum = sum.plus(day);
        }
        return sum;
    }

    /** Returns what running requests have reserved. */
    Money reserved() {
        return reserved;
    }

    void reserve(Money amount) {
        reserved = reserved.plus(amount);
    }

    void release(Money amount) {
        reserved = reserved.minus(amount);
    }

    /** Adds money that was spent on a day. */
    void spend(LocalDate day, Money amount) {
        days.merge(day, amount, Money::plus);
        days.headMap(day.minusDays(BudgetPeriods.LONGEST), false).clear();
    }
}
