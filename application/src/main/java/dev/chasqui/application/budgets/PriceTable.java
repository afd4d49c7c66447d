package dev.chasqui.application.budgets;

import dev.chasqui.application.port.MediaUsage;
import dev.chasqui.application.port.ModelUsage;
import dev.chasqui.application.port.TokenEstimate;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.account.Price;
import dev.chasqui.domain.model.ModelName;
import dev.chasqui.domain.reply.Usage;
import dev.chasqui.domain.text.NamePattern;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The prices of models by patterns of their names. Of several patterns that fit, the longest one
 * counts; a model that none fits is free. Immutable.
 */
public final class PriceTable {
    /** The number of digits by which a price for a million tokens becomes that of one. */
    private static final int MILLION = 6;

    private static final BigDecimal MILLIS_PER_MINUTE = BigDecimal.valueOf(60_000);

    /** The table in which all is free. */
    public static final PriceTable FREE = new PriceTable("USD", Map.of());

    private final String currency;
    private final List<Entry> entries;

    /**
     * Makes a table.
     *
     * @param currency the name of the currency, for messages
     * @param prices the prices by patterns; letters' case does not count
     */
    public PriceTable(String currency, Map<String, Price> prices) {
        this(currency, prices, Map.of());
    }

    /**
     * Makes a table.
     *
     * @param currency the name of the currency, for messages
     * @param prices the prices by patterns; letters' case does not count
     * @param others the prices of models that none of those patterns fits
     */
    public PriceTable(String currency, Map<String, Price> prices, Map<String, Price> others) {
        this.currency = currency;
        entries = Stream.concat(sorted(prices), sorted(others)).toList();
    }

    private static Stream<Entry> sorted(Map<String, Price> prices) {
        return prices.entrySet().stream()
                .map(
                        entry ->
                                new Entry(
                                        new NamePattern(ModelName.withoutLatest(entry.getKey())),
                                        entry.getValue()))
                .sorted(
                        Comparator.comparingInt((Entry entry) -> entry.pattern().text().length())
                                .reversed());
    }

    /** Returns the name of the currency. */
    public String currency() {
        return currency;
    }

    /** Returns the price of a model. */
    public Price of(String model) {
        return find(model).orElse(Price.FREE);
    }

    /** Returns true if a model has a price, which may be zero. */
    public boolean knows(String model) {
        return find(model).isPresent();
    }

    private Optional<Price> find(String model) {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        String name = ModelName.withoutLatest(model);
        for (Entry entry : entries) {
            if (entry.pattern().matchesAnyCase(name)) {
                return Optional.of(entry.price());
            }
        }
        return Optional.empty();
    }

    /** Returns the cost of the tokens that a request used, rounded up to a billionth. */
    public static Money cost(Price price, Usage usage) {
        long prompt = Math.max(0, usage.promptTokens());
        long cached = Math.clamp(usage.cachedTokens().orElse(0), 0, prompt);
        BigDecimal millions =
                price.input()
                        .multiply(BigDecimal.valueOf(prompt - cached))
                        .add(
                                price.cached()
                                        .orElse(price.input())
                                        .multiply(BigDecimal.valueOf(cached)))
                        .add(
                                price.output()
                                        .multiply(
                                                BigDecimal.valueOf(
                                                        Math.max(0, usage.completionTokens()))));
        return Money.of(millions.movePointLeft(MILLION));
    }

    /** Returns the cost of a request by its estimate. */
    public static Money cost(Price price, TokenEstimate estimate) {
        return cost(price, Usage.of(estimate.prompt(), estimate.completion()))
                .plus(cost(price, estimate.media()));
    }

    private static Money cost(Price price, MediaUsage media) {
        BigDecimal minutes =
                BigDecimal.valueOf(media.audio().toMillis())
                        .divide(MILLIS_PER_MINUTE, MathContext.DECIMAL64);
        return Money.of(
                price.image()
                        .multiply(BigDecimal.valueOf(media.images()))
                        .add(price.minute().multiply(minutes)));
    }

    /** Returns the cost of what a model used, by its price. */
    public Money cost(ModelUsage used) {
        Price price = of(used.model());
        return cost(price, used.usage()).plus(cost(price, used.media()));
    }

    private record Entry(NamePattern pattern, Price price) {}
}
