package dev.chasqui.adapters.config.governance;

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
                Optional<Double> cached,
        @Key(
                        help = "The price of an image that is made or edited.",
                        fallback = "0",
                        least = "0",
                        most = "1000000000")
                double image,
        @Key(
                        help =
                                "The price of a minute of audio that is transcribed; audio whose"
                                        + " length the server does not tell counts as one minute.",
                        fallback = "0",
                        least = "0",
                        most = "1000000000")
                double minute) {
    /** Returns the price. */
    public Price price() {
        return new Price(
                BigDecimal.valueOf(input),
                BigDecimal.valueOf(output),
                cached.map(BigDecimal::valueOf),
                BigDecimal.valueOf(image),
                BigDecimal.valueOf(minute));
    }
}
