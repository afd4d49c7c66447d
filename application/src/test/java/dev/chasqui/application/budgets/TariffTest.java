package dev.chasqui.application.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.account.Price;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Random;

class TariffTest {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    @Test
    void everyCostIsExactAndRoundedUp() {
        Random random = new Random(29);
        for (int i = 0; i < 2_000; i++) {
            BigDecimal input = price(random);
            BigDecimal output = price(random);
            Tariff tariff =
                    new Tariff(
                            new Price(
                                    input,
                                    output,
                                    Optional.empty(),
                                    BigDecimal.ZERO,
                                    BigDecimal.ZERO));
            long prompt = tokens(random);
            long completion = tokens(random);
            BigDecimal expected =
                    input.multiply(BigDecimal.valueOf(prompt))
                            .add(output.multiply(BigDecimal.valueOf(completion)))
                            .divide(MILLION);

            assertThat(tariff.cost(Usage.of(prompt, completion)))
                    .as("%d for %s, %d for %s", prompt, input, completion, output)
                    .isEqualTo(Money.of(expected));
        }
    }

    /** Returns a price of any size and of up to 12 digits behind the point. */
    private static BigDecimal price(Random random) {
        return BigDecimal.valueOf(random.nextLong(1L << random.nextInt(1, 62)), random.nextInt(13));
    }

    private static long tokens(Random random) {
        return random.nextLong(1L << random.nextInt(1, 62));
    }
}
