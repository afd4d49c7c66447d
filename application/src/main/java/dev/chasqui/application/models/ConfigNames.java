package dev.chasqui.application.models;

import dev.chasqui.domain.derived.DerivedModel;

import java.util.List;
import java.util.Map;

/**
 * The names that the config gives to models. Immutable.
 *
 * @param aliases the names that aliases stand for, by alias
 * @param virtual the virtual models; the base of none is another one
 */
public record ConfigNames(Map<String, String> aliases, List<DerivedModel> virtual) {

    public ConfigNames {
        aliases = Map.copyOf(aliases);
        virtual = List.copyOf(virtual);
    }

    /** Makes names without virtual models. */
    public static ConfigNames aliases(Map<String, String> aliases) {
        return new ConfigNames(aliases, List.of());
    }
}
