package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.reading.Section;
import dev.chasqui.adapters.config.rules.CommandTexts;
import dev.chasqui.domain.model.ModelName;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The check of virtual models: their names, and the models that they stand for. */
final class VirtualModelsCheck {
    private final ModelsConfig models;
    private final Section section;

    private VirtualModelsCheck(ModelsConfig models, Section section) {
        this.models = models;
        this.section = section;
    }

    /** Reports the mistakes in all virtual models. */
    static void check(ModelsConfig models, Section section) {
        new VirtualModelsCheck(models, section).checkAll();
    }

    private void checkAll() {
        Map<String, String> written = new HashMap<>();
        models.aliases().keySet().forEach(alias -> written.put(ModelName.withTag(alias), alias));
        models.virtual()
                .forEach(
                        (name, model) -> {
                            String other = written.putIfAbsent(ModelName.withTag(name), name);
                            if (other != null) {
                                section.problem(
                                        key(name),
                                        "the same name as '"
                                                + other
                                                + "' (expected: another name; an alias or another"
                                                + " virtual model has it)");
                            }
                            check(name, model);
                        });
    }

    private void check(String name, VirtualModelConfig model) {
        Section here = section.section(key(name));
        String base = meant(model.model());
        if (isVirtual(base) && !ModelName.same(name, base)) {
            here.problem(
                    "model",
                    "'"
                            + model.model()
                            + "' is a virtual model (expected: a model of a backend, an alias of"
                            + " one, or one made by /api/create)");
        } else if (ModelName.same(name, base) && !ModelName.same(name, model.model())) {
            here.problem("model", "'" + model.model() + "' is an alias for this model itself");
        }
        CommandTexts.check(here, "agents", model.agents());
    }

    /** Returns the model that a name stands for, if it is an alias. */
    private String meant(String name) {
        return models.aliases().entrySet().stream()
                .filter(alias -> ModelName.same(alias.getKey(), name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(name);
    }

    private boolean isVirtual(String name) {
        Optional<String> found =
                models.virtual().keySet().stream()
                        .filter(one -> ModelName.same(one, name))
                        .findFirst();
        return found.isPresent();
    }

    private static String key(String name) {
        return "virtual." + name;
    }
}
