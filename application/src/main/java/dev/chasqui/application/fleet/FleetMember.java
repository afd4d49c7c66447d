package dev.chasqui.application.fleet;

import dev.chasqui.domain.model.ModelName;
import dev.chasqui.domain.model.Zone;

import java.util.Collection;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A backend as the advice sees it.
 *
 * @param name its name
 * @param zone the zone of its data
 * @param most the most requests that it answers at a time; empty if that is not known
 * @param models the models that it lists, with their tags
 * @param loads true if other models can be loaded on it by a request
 */
public record FleetMember(
        String name, Zone zone, OptionalInt most, Set<String> models, boolean loads) {
    public FleetMember {
        models = Set.copyOf(models);
    }

    /** Makes a member from the models as it lists them. */
    public static FleetMember of(
            String name, Zone zone, OptionalInt most, Collection<String> listed, boolean loads) {
        return new FleetMember(
                name,
                zone,
                most,
                listed.stream().map(ModelName::withTag).collect(Collectors.toSet()),
                loads);
    }

    boolean has(String model) {
        return models.contains(ModelName.withTag(model));
    }

    boolean isOfThisNetwork() {
        return zone == Zone.RESTRICTED;
    }
}
