package dev.chasqui.adapters.config;

import dev.chasqui.domain.account.Price;
import dev.chasqui.domain.binding.Key;

import java.math.BigDecimal;
import java.util.Optional;

/** The price of a model. */
public record PriceConfig(
        @Key(
                        help = "The price of a million tokens that are read.",
                        fallback = "0",
                        least = "0",
                        most = "1000000000")
                double input,
        @Key(
                        help = "The price of a million tokens that are written.",
                        fallback = "0",
                        least = "0",
                        most = "1000000000")
                double output,
        @Key(
                        help = "The price of a million tokens that are read from a cache.",
                        unset = "that of others",
                        least = "0",
                        most = "1000000000")
                Optional<Double> cached) {
    /** Returns the price. */
    public Price price() {
        return new Price(
                BigDecimal.valueOf(input),
                BigDecimal.valueOf(output),
                cached.map(BigDecimal::valueOf),
                BigDecimal.ZERO,
                BigDecimal.ZERO);
    }
}
