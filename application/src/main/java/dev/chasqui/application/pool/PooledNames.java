package dev.chasqui.application.pool;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelName;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of the pool's models as the config spells them.
 *
 * @param byTag the names by the same with a tag
 */
record PooledNames(Map<String, String> byTag) {
    static PooledNames of(Collection<PooledModel> models) {
        Map<String, String> names = new LinkedHashMap<>();
        models.forEach(model -> names.put(ModelName.withTag(model.name()), model.name()));
        return new PooledNames(names);
    }

    boolean contains(String model) {
        return byTag.containsKey(ModelName.withTag(model));
    }

    /**
     * Returns a model's name as the config spells it, which may lack the tag of the requested name.
     *
     * @throws FailureException with {@code UnknownModel} if there is no such model
     */
    String require(String model) {
        String name = byTag.get(ModelName.withTag(model));
        if (name == null) {
            throw new FailureException(
                    new Failure.UnknownModel(model, List.copyOf(byTag.values())));
        }
        return name;
    }
}
