package dev.chasqui.domain.account;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The price of a model.
 *
 * @param input the price of a million tokens read
 * @param output the price of a million tokens written
 * @param cached the price of a million tokens read from a cache; empty if it is that of others
 * @param image the price of an image
 * @param minute the price of a minute of audio
 */
public record Price(
        BigDecimal input,
        BigDecimal output,
        Optional<BigDecimal> cached,
        BigDecimal image,
        BigDecimal minute) {
    /** The price of a model that costs nothing. */
    public static final Price FREE =
            new Price(
                    BigDecimal.ZERO,
                    BigDecimal.ZERO,
                    Optional.empty(),
                    BigDecimal.ZERO,
                    BigDecimal.ZERO);
}
