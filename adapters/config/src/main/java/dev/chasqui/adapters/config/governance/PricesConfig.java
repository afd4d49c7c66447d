package dev.chasqui.adapters.config.governance;

import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.domain.binding.Key;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The prices of models. */
public record PricesConfig(
        @Key(
                        help = "The name of the currency of prices and budgets, for messages.",
                        fallback = "USD",
                        rule = TextRules.Name.class)
                String currency,
        @Key(
                        help =
                                "The prices of a million tokens, by patterns of the names that"
                                    + " backends give to models: `{\"gpt-*\": {\"input\": 2.5,"
                                    + " \"output\": 10, \"cached\": 1.25}}`. Of several that fit,"
                                    + " the longest counts. A model that none fits has the price"
                                    + " that is known of its hosted service, or is free.",
                        names = TextRules.Filled.class)
                Map<String, PriceConfig> models,
        @Key(
                        help =
                                "The prices of a million tokens at backends, by their names, for"
                                    + " all models there: `{\"rack\": {\"input\": 0.1, \"output\":"
                                    + " 0.1}}`. They precede those of `models`.",
                        names = TextRules.Name.class)
                Map<String, PriceConfig> backends,
        @Key(
                        help =
                                "If true, and the currency is `USD`, models of hosted services have"
                                        + " the prices of [prices.md](prices.md), unless `models`"
                                        + " has others.",
                        fallback = "true")
                boolean known) {
    public PricesConfig {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        backends = Collections.unmodifiableMap(new LinkedHashMap<>(backends));
    }
}
