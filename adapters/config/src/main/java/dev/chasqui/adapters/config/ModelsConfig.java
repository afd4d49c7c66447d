package dev.chasqui.adapters.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is said of models.
 *
 * @param aliases names that clients may ask for, and the model that each stands for (default:
 *     none); an alias hides a model of the same name
 */
public record ModelsConfig(Map<String, String> aliases) {
    public ModelsConfig {
        aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
    }

    static ModelsConfig read(Section section) {
        return new ModelsConfig(section.entries("aliases", Kinds.TEXT));
    }
}
