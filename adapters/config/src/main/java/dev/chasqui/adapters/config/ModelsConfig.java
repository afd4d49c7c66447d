package dev.chasqui.adapters.config;

import dev.chasqui.domain.model.ModelName;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is said of models.
 *
 * @param aliases names that clients may ask for, and the model that each stands for (default:
 *     none); an alias hides a model of the same name
 * @param listBuiltIn whether {@code chasqui-extract}, which is built in, is listed though there are
 *     other models (default false); it always answers to its name
 */
public record ModelsConfig(Map<String, String> aliases, boolean listBuiltIn) {
    public ModelsConfig {
        aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
    }

    static ModelsConfig read(Section section) {
        ModelsConfig models =
                new ModelsConfig(
                        section.entries("aliases", Kinds.TEXT, Kinds.TEXT),
                        section.value("listBuiltIn", Kinds.FLAG, false));
        models.check(section);
        return models;
    }

    /** An alias is looked up once, so one that stands for another is rarely what is meant. */
    private void check(Section section) {
        Map<String, String> written = new HashMap<>();
        aliases.forEach(
                (alias, model) -> {
                    String other = written.putIfAbsent(ModelName.withTag(alias), alias);
                    if (other != null) {
                        section.problem(
                                key(alias),
                                "the same name as '"
                                        + other
                                        + "' (expected: another name; one without a tag means"
                                        + " :latest)");
                    }
                });
        aliases.forEach(
                (alias, model) -> {
                    if (ModelName.same(alias, model)) {
                        section.warning(key(alias), "stands for itself, which has no effect");
                    } else if (written.containsKey(ModelName.withTag(model))) {
                        section.warning(
                                key(alias),
                                "stands for '"
                                        + model
                                        + "', which is an alias too; a model of that name is asked"
                                        + " for, not what the alias stands for");
                    }
                });
    }

    private static String key(String alias) {
        return "aliases." + alias;
    }
}
