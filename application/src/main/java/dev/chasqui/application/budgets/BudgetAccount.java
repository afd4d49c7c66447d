package dev.chasqui.application.budgets;

import dev.chasqui.domain.account.Budget;
import dev.chasqui.domain.account.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
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
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    private final long place;
    private final ReentrantLock lock = new ReentrantLock();
    private final NavigableMap<LocalDate, Money> days = new TreeMap<>();

    /**
     * The sum of all reservations in billionths. It has no greatest value: a sum that stopped at
     * one would be less than nothing when its parts are released.
     */
    private BigInteger reserved = BigInteger.ZERO;

    /** The period and the day of {@link #sum}; null if that is not known. */
    private Budget.@Nullable Period sumPeriod;

    private LocalDate sumDay = LocalDate.EPOCH;

    /** The money spent in the period; kept, since each request asks for it several times. */
    private Money sum = Money.ZERO;

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
        if (period == sumPeriod && today.equals(sumDay)) {
            return sum;
        }
        sum = Money.ZERO;
        LocalDate first = BudgetPeriods.first(period, today);
        // A clock that was ahead may have left days to come.
        for (Money day : days.subMap(first, true, today, true).values()) {
            sum = sum.plus(day);
        }
        sumPeriod = period;
        sumDay = today;
        return sum;
    }

    /** Returns what running requests have reserved. */
    Money reserved() {
        return reservedBeside(Money.ZERO);
    }

    /** Returns what running requests have reserved beside one of them, which has this amount. */
    Money reservedBeside(Money own) {
        return new Money(
                reserved.subtract(BigInteger.valueOf(own.nanos())).min(MOST).longValueExact());
    }

    void reserve(Money amount) {
        reserved = reserved.add(BigInteger.valueOf(amount.nanos()));
    }

    void release(Money amount) {
        reserved = reserved.subtract(BigInteger.valueOf(amount.nanos()));
    }

    /**
     * Adds money that was spent on a day. What no period of the newest day before it holds is
     * forgotten, so that a clock which is far ahead for a while takes nothing away.
     */
    void spend(LocalDate day, Money amount) {
        days.merge(day, amount, Money::plus);
        if (day.equals(sumDay)) {
            sum = sum.plus(amount);
        } else {
            sumPeriod = null;
        }
        LocalDate before = days.lowerKey(day);
        if (before != null) {
            days.headMap(before.minusDays(BudgetPeriods.LONGEST), false).clear();
        }
    }
}
