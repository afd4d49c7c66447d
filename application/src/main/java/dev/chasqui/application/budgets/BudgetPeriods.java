package dev.chasqui.application.budgets;

import dev.chasqui.domain.account.Budget;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/** The days of the periods of budgets, in UTC. */
final class BudgetPeriods {
    /** The days that a period, of whichever kind, may have begun before. */
    static final int LONGEST = 31;

    private BudgetPeriods() {}

    /** Returns the first day of the period that holds a day. */
    static LocalDate first(Budget.Period period, LocalDate day) {
        return switch (period) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
    }

    /** Returns the first day of the next period. */
    static LocalDate next(Budget.Period period, LocalDate day) {
        LocalDate first = first(period, day);
        return switch (period) {
            case DAY -> first.plusDays(1);
            case WEEK -> first.plusWeeks(1);
            case MONTH -> first.plusMonths(1);
        };
    }
}
