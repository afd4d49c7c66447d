package dev.chasqui.application.budgets;

import dev.chasqui.application.port.exchange.MediaUsage;
import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.account.Price;
import dev.chasqui.domain.reply.Usage;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The price of a model as requests are counted by it. Costs are exact and rounded up to a
 * billionth. Usual prices are counted in whole numbers, since decimals would take longer than the
 * rest of the count. Immutable.
 */
final class Tariff {
    /** The tariff of a model that costs nothing. */
    static final Tariff FREE = new Tariff(Price.FREE);

    /** The number of digits by which a price for a million tokens becomes that of one. */
    private static final int MILLION = 6;

    /** The digits by which a price for a million tokens becomes the trillionths of one token. */
    private static final int TRILLIONTHS = 6;

    private static final long TRILLIONTHS_OF_A_BILLIONTH = 1_000;

    /** The most trillionths and tokens of which three products and their sum fit into a long. */
    private static final long MOST = 1_000_000_000;

    private static final BigDecimal MILLIS_PER_MINUTE = BigDecimal.valueOf(60_000);

    private final Price price;
    private final BigDecimal cachedInput;
    private final long input;
    private final long cached;
    private final long output;
    private final boolean whole;

    Tariff(Price price) {
        this.price = price;
        cachedInput = price.cached().orElse(price.input());
        whole = isWhole(price.input()) && isWhole(cachedInput) && isWhole(price.output());
        input = whole ? trillionths(price.input()) : 0;
        cached = whole ? trillionths(cachedInput) : 0;
        output = whole ? trillionths(price.output()) : 0;
    }

    private static boolean isWhole(BigDecimal perMillion) {
        BigDecimal trillionths = perMillion.movePointRight(TRILLIONTHS).stripTrailingZeros();
        return trillionths.scale() <= 0 && trillionths.compareTo(BigDecimal.valueOf(MOST)) <= 0;
    }

    private static long trillionths(BigDecimal perMillion) {
        return perMillion.movePointRight(TRILLIONTHS).longValueExact();
    }

    /** Returns the cost of tokens. */
    Money cost(Usage usage) {
        long prompt = Math.max(0, usage.promptTokens());
        long fromCache = Math.clamp(usage.cachedTokens().orElse(0), 0, prompt);
        long completion = Math.max(0, usage.completionTokens());
        if (whole && prompt <= MOST && completion <= MOST) {
            long sum = input * (prompt - fromCache) + cached * fromCache + output * completion;
            return new Money(Math.ceilDiv(sum, TRILLIONTHS_OF_A_BILLIONTH));
        }
        BigDecimal millions =
                price.input()
                        .multiply(BigDecimal.valueOf(prompt - fromCache))
                        .add(cachedInput.multiply(BigDecimal.valueOf(fromCache)))
                        .add(price.output().multiply(BigDecimal.valueOf(completion)));
        return Money.of(millions.movePointLeft(MILLION));
    }

    /** Returns the cost of a request by its estimate. */
    Money cost(TokenEstimate estimate) {
        return cost(Usage.of(estimate.prompt(), estimate.completion()))
                .plus(cost(estimate.media()));
    }

    /** Returns the cost of what the model used. */
    Money cost(ModelUsage used) {
        return cost(used.usage()).plus(cost(used.media()));
    }

    private Money cost(MediaUsage media) {
        if (media.equals(MediaUsage.NONE)) {
            return Money.ZERO;
        }
        BigDecimal minutes =
                BigDecimal.valueOf(media.audio().toMillis())
                        .divide(MILLIS_PER_MINUTE, MathContext.DECIMAL64);
        return Money.of(
                price.image()
                        .multiply(BigDecimal.valueOf(media.images()))
                        .add(price.minute().multiply(minutes)));
    }
}
