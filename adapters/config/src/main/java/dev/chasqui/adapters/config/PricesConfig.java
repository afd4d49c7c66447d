package dev.chasqui.adapters.config;

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
                                    + " the longest counts; a model that none fits is free.",
                        names = TextRules.Filled.class)
                Map<String, PriceConfig> models) {
    public PricesConfig {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    }
}
