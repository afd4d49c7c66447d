package dev.chasqui.adapters.config;

import dev.chasqui.domain.account.Price;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The prices of well-known models of hosted services, in dollars for a million tokens, of the time
 * {@link #AS_OF}; some may be wrong. The page {@code docs/prices.md} shows the same table.
 */
public final class ServicePrices {
    /** The time at which the prices were looked up. */
    public static final String AS_OF = "the middle of 2026";

    /** The currency of the prices. */
    public static final String CURRENCY = "USD";

    /** The service, a pattern of models, and the prices of tokens read, written and cached. */
    static final String TABLE =
            """
            openai     gpt-5*                     1.25  10    0.125
            openai     gpt-5-mini*                0.25  2     0.025
            openai     gpt-5-nano*                0.05  0.4   0.005
            openai     gpt-5-pro*                 15    120   -
            openai     gpt-5.*                    5     30    0.5
            openai     gpt-5.1*                   1.25  10    0.125
            openai     gpt-5.2*                   1.75  14    0.175
            openai     gpt-5.*-pro*               30    180   3
            openai     gpt-5.6-luna*              1     6     0.1
            openai     gpt-5.6-terra*             2.5   15    0.25
            openai     gpt-4.1*                   2     8     0.5
            openai     gpt-4.1-mini*              0.4   1.6   0.1
            openai     gpt-4.1-nano*              0.1   0.4   0.025
            openai     gpt-4o*                    2.5   10    1.25
            openai     gpt-4o-mini*               0.15  0.6   0.075
            openai     chatgpt-4o*                5     15    -
            openai     gpt-4-turbo*               10    30    -
            openai     gpt-4                      30    60    -
            openai     gpt-3.5-turbo*             0.5   1.5   -
            openai     o1*                        15    60    7.5
            openai     o3*                        2     8     0.5
            openai     o3-mini*                   1.1   4.4   0.55
            openai     o4-mini*                   1.1   4.4   0.275
            openai     text-embedding-3-small     0.02  0     -
            openai     text-embedding-3-large     0.13  0     -
            openai     text-embedding-ada-002     0.1   0     -
            anthropic  claude-fable-5*            10    50    1
            anthropic  claude-opus-*              5     25    0.5
            anthropic  claude-opus-4-1*           15    75    1.5
            anthropic  claude-opus-4-2*           15    75    1.5
            anthropic  claude-sonnet-4*           3     15    0.3
            anthropic  claude-sonnet-5*           2     10    0.2
            anthropic  claude-haiku-4*            1     5     0.1
            anthropic  claude-3-7-sonnet*         3     15    0.3
            anthropic  claude-3-5-sonnet*         3     15    0.3
            anthropic  claude-3-5-haiku*          0.8   4     0.08
            anthropic  claude-3-opus*             15    75    1.5
            anthropic  claude-3-haiku*            0.25  1.25  0.03
            google     *gemini-2.5-pro*           1.25  10    0.125
            google     *gemini-2.5-flash*         0.3   2.5   0.03
            google     *gemini-2.5-flash-lite*    0.1   0.4   0.01
            google     *gemini-2.0-flash*         0.1   0.4   0.025
            deepseek   deepseek-chat              0.28  0.42  0.028
            deepseek   deepseek-reasoner          0.28  0.42  0.028
            groq       llama-3.3-70b-versatile    0.59  0.79  -
            groq       llama-3.1-8b-instant       0.05  0.08  -
            groq       openai/gpt-oss-120b        0.15  0.6   -
            groq       openai/gpt-oss-20b         0.075 0.3   -
            cerebras   gpt-oss-120b               0.35  0.75  -
            cerebras   llama3.1-8b                0.1   0.1   -
            mistral    mistral-large*             2     6     -
            mistral    mistral-medium*            0.4   2     -
            mistral    mistral-small*             0.1   0.3   -
            mistral    codestral*                 0.3   0.9   -
            mistral    mistral-embed*             0.1   0     -
            xai        grok-4*                    3     15    0.75
            xai        grok-3*                    3     15    0.75
            xai        grok-3-mini*               0.3   0.5   0.075
            moonshot   kimi-k2*                   0.6   2.5   0.15
            """;

    private ServicePrices() {}

    /**
     * Returns the prices of the models of the services that a config has, by patterns; none if it
     * wants none or counts in another currency.
     */
    public static Map<String, Price> of(Config config) {
        Map<String, Price> prices = new LinkedHashMap<>();
        if (config.prices().known() && config.prices().currency().equals(CURRENCY)) {
            List<BackendType> services =
                    config.backends().stream()
                            .filter(backend -> backend.service().isPresent())
                            .map(BackendConfig::type)
                            .distinct()
                            .toList();
            services.forEach(service -> prices.putAll(of(service)));
        }
        return prices;
    }

    /** Returns the prices of the models of a service; none if they are not known. */
    public static Map<String, Price> of(BackendType service) {
        Map<String, Price> prices = new LinkedHashMap<>();
        for (String line : TABLE.lines().toList()) {
            String[] cells = line.split(" +", -1);
            if (cells[0].equals(service.name().toLowerCase(Locale.ROOT))) {
                prices.put(cells[1], price(cells));
            }
        }
        return prices;
    }

    private static Price price(String[] cells) {
        return new Price(
                new BigDecimal(cells[2]),
                new BigDecimal(cells[3]),
                Optional.of(cells[4]).filter(cell -> !cell.equals("-")).map(BigDecimal::new),
                BigDecimal.ZERO,
                BigDecimal.ZERO);
    }
}
