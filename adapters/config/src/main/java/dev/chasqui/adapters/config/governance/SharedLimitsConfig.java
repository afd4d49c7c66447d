package dev.chasqui.adapters.config.governance;

import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.domain.binding.Key;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The limits that callers share. */
public record SharedLimitsConfig(
        @Key(help = "The limits of all callers together.") LimitsConfig all,
        @Key(
                        help =
                                "The limits of models, for all callers together, by the names that"
                                    + " clients ask for: `{\"gpt-*\": {\"requests\": \"60/1m\"}}`."
                                    + " The models of a pattern share its limits, and those of"
                                    + " every pattern that fits hold. Letters' case does not"
                                    + " count.",
                        names = TextRules.Filled.class)
                Map<String, LimitsConfig> models) {
    public SharedLimitsConfig {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    }
}
