package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.application.models.ConfigNames;
import dev.chasqui.bootstrap.pool.ModelPool;
import dev.chasqui.domain.derived.DerivedModel;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The conversion of the config to its names for models. */
final class ModelNames {
    private ModelNames() {}

    /** Returns the aliases of the config and of the pool, and the virtual models. */
    static ConfigNames of(Config config, Optional<ModelPool> pool) {
        Map<String, String> aliases = new HashMap<>();
        pool.ifPresent(there -> aliases.putAll(there.aliases()));
        aliases.putAll(config.models().aliases());
        return new ConfigNames(
                aliases,
                config.models().virtual().entrySet().stream()
                        .map(
                                entry ->
                                        DerivedModel.virtual(
                                                entry.getKey(),
                                                entry.getValue().model(),
                                                entry.getValue().system(),
                                                entry.getValue().settings()))
                        .toList());
    }
}
