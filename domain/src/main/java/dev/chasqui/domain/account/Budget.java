package dev.chasqui.domain.account;

/**
 * The money that may be spent within a period of the calendar, in UTC.
 *
 * @param amount the most that may be spent, more than zero
 * @param per the period
 * @param soft the part of the amount from which on callers are warned, from 0 to 1
 * @param hard the server's answer to requests that would cost more
 */
public record Budget(Money amount, Period per, double soft, Hard hard) {

    /** The part from which on callers are warned, unless the budget says another. */
    public static final double USUAL_SOFT = 0.75;

    /** The period of a budget. A week begins on Monday. */
    public enum Period {
        DAY,
        WEEK,
        MONTH
    }

    /** The answer to a request for which there is no money left. */
    public enum Hard {
        /** It goes on, and its answer says so. */
        WARN,
        /** Only backends in the restricted zone may answer. */
        BLOCK_CLOUD,
        /** It is refused. */
        BLOCK_ALL
    }

    public Budget {
        if (amount.nanos() <= 0) {
            throw new IllegalArgumentException("amount: " + amount + " (expected: more than 0)");
        }
        if (!(soft >= 0 && soft <= 1)) {
            throw new IllegalArgumentException("soft: " + soft + " (expected: from 0 to 1)");
        }
    }
}
