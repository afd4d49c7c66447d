package dev.chasqui.domain.account;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount in the currency that {@code prices.currency} names, exact to a billionth. An amount
 * that would be larger than {@link Long#MAX_VALUE} billionths is that.
 *
 * @param nanos the amount in billionths of the unit
 */
public record Money(long nanos) implements Comparable<Money> {
    private static final int DIGITS = 9;

    /** No money. */
    public static final Money ZERO = new Money(0);

    /** Returns an amount in units, rounded up to a billionth. */
    public static Money of(BigDecimal units) {
        BigDecimal nanos = units.movePointRight(DIGITS).setScale(0, RoundingMode.CEILING);
        return new Money(
                nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                        ? Long.MAX_VALUE
                        : nanos.longValueExact());
    }

    /** Returns the amount in units. */
    public BigDecimal units() {
        return BigDecimal.valueOf(nanos, DIGITS).stripTrailingZeros();
    }

    /** Returns the sum. */
    public Money plus(Money other) {
        long sum = nanos + other.nanos;
        boolean overflows = nanos > 0 && other.nanos > 0 && sum < 0;
        return new Money(overflows ? Long.MAX_VALUE : sum);
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(nanos, other.nanos);
    }

    @Override
    public String toString() {
        return units().toPlainString();
    }
}
