package dev.chasqui.application.models;

import dev.chasqui.domain.derived.DerivedModel;
import dev.chasqui.domain.model.ModelName;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The names for models that no backend gives: the aliases of the config, and the rule that resolves
 * them and the derived models. Immutable.
 *
 * @param aliases the names that the aliases stand for, by alias, as the config spells them
 * @param targets the same, both with their tags
 */
record OwnNames(Map<String, String> aliases, Map<String, String> targets) {

    static OwnNames of(Map<String, String> aliases) {
        return new OwnNames(
                Map.copyOf(aliases),
                aliases.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        alias -> ModelName.withTag(alias.getKey()),
                                        alias -> ModelName.withTag(alias.getValue()),
                                        (first, _) -> first)));
    }

    /**
     * Returns the alias that resolves a name, be it in another case of letters, as the config
     * spells it.
     */
    Optional<String> alias(String name, ModelIndex index) {
        String tagged = ModelName.withTag(name);
        if (targets.containsKey(tagged)) {
            return spelled(tagged);
        }
        boolean exact = !index.candidates(tagged).isEmpty() || index.derived(tagged).isPresent();
        return exact ? Optional.empty() : index.nameInOtherCase(tagged).flatMap(this::spelled);
    }

    private Optional<String> spelled(String tagged) {
        return aliases.keySet().stream()
                .filter(alias -> ModelName.withTag(alias).equals(tagged))
                .findFirst();
    }

    /** Returns the name of a model, with its tag: a backend's own name or a derived model's. */
    private String resolve(String name, ModelIndex index) {
        String tagged = ModelName.withTag(name);
        String target = targets.get(tagged);
        if (target != null) {
            return target;
        }
        if (!index.candidates(tagged).isEmpty() || index.derived(tagged).isPresent()) {
            return tagged;
        }
        String other = index.nameInOtherCase(tagged).orElse(tagged);
        return targets.getOrDefault(other, other);
    }

    /** Returns the name by which backends know a model: that of the base for a derived one. */
    String ofBackend(String name, ModelIndex index) {
        String resolved = resolve(name, index);
        return index.derived(resolved).map(this::base).orElse(resolved);
    }

    /** Returns the derived model that a name stands for. */
    Optional<DerivedModel> derived(String name, ModelIndex index) {
        return index.derived(resolve(name, index));
    }

    /** Returns the backends that have the model, those that are up first. */
    List<Candidate> candidates(String name, ModelIndex index) {
        String resolved = resolve(name, index);
        return index.derived(resolved)
                .map(
                        child ->
                                index.candidates(base(child)).stream()
                                        .map(candidate -> candidate.asBaseOf(child))
                                        .toList())
                .orElseGet(() -> index.candidates(resolved));
    }

    private String base(DerivedModel child) {
        String base = ModelName.withTag(child.base());
        return targets.getOrDefault(base, base);
    }
}
