package dev.chasqui.application.models;

import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.derived.DerivedModel;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.ModelName;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The names for models that no backend gives: the aliases and virtual models of the config, and the
 * rule that resolves them and the derived models. Immutable.
 *
 * @param config the names of the config
 * @param targets the names that its aliases stand for, by alias, both with their tags
 */
record OwnNames(ConfigNames config, Map<String, String> targets) {
    /** The longest chain of names: a virtual model, its alias, a derived model and its base. */
    private static final int LONGEST_CHAIN = 8;

    static OwnNames of(ConfigNames config) {
        Map<String, String> aliases = config.aliases();
        return new OwnNames(
                config,
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
        return config.aliases().keySet().stream()
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
        return index.derived(resolved).map(child -> base(child, index)).orElse(resolved);
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
                                index.candidates(base(child, index)).stream()
                                        .map(candidate -> candidate.asBaseOf(child))
                                        .toList())
                .orElseGet(() -> index.candidates(resolved));
    }

    /** Makes the index of models; see {@link ModelIndex#of}. */
    ModelIndex index(
            List<Backend> backends,
            Function<Backend, BackendModels> lists,
            List<DerivedModel> derived,
            List<Backend> builtIn,
            boolean hidesBuiltIn) {
        return ModelIndex.of(
                backends,
                lists,
                config.aliases(),
                derived,
                virtual(
                        derived,
                        name ->
                                backends.stream()
                                        .anyMatch(
                                                backend ->
                                                        lists.apply(backend)
                                                                .byName()
                                                                .containsKey(name))),
                builtIn,
                hidesBuiltIn);
    }

    /**
     * Returns the virtual models as models of backends' models: one whose base is a derived model
     * inherits from it at once. It may have the name of that model, which it hides then.
     *
     * @param listed the test for names that backends list
     */
    private List<DerivedModel> virtual(List<DerivedModel> derived, Predicate<String> listed) {
        return config.virtual().stream()
                .map(
                        child ->
                                parent(baseInConfig(child), derived, listed)
                                        .map(parent -> parent.derive(child))
                                        .orElse(child))
                .toList();
    }

    /**
     * Returns a warning for each virtual model that hides a model of a backend. One that stands for
     * the very model that it hides is meant so.
     */
    List<String> hiding(List<Backend> backends, Function<Backend, BackendModels> lists) {
        return config.virtual().stream()
                .filter(child -> !isNamedAsBase(child))
                .flatMap(
                        child ->
                                backends.stream()
                                        .filter(
                                                one ->
                                                        lists.apply(one)
                                                                .byName()
                                                                .containsKey(child.name()))
                                        .limit(1)
                                        .map(one -> hiding(child, one)))
                .toList();
    }

    private static String hiding(DerivedModel child, Backend backend) {
        String name = ModelName.withoutLatest(child.name());
        return "models.virtual."
                + name
                + ": hides the model '"
                + name
                + "' of the backend '"
                + backend.name()
                + "', for which '"
                + child.base()
                + "' answers now (expected: a name that no backend has, or \"model\": \""
                + name
                + "\" if that model is meant)";
    }

    private static Optional<DerivedModel> parent(
            String base, List<DerivedModel> derived, Predicate<String> listed) {
        Optional<DerivedModel> exact =
                derived.stream().filter(parent -> parent.name().equals(base)).findFirst();
        return exact.isPresent() || listed.test(base)
                ? exact
                : derived.stream()
                        .filter(parent -> parent.name().equalsIgnoreCase(base))
                        .findFirst();
    }

    /** Returns the kind of name, in words, if the config gives it; empty otherwise. */
    Optional<String> inConfig(String name, ModelIndex index) {
        return alias(name, index)
                .map(_ -> "an alias")
                .or(
                        () ->
                                derived(name, index)
                                        .filter(DerivedModel::virtual)
                                        .map(_ -> "a virtual model"));
    }

    /** Returns the failure of a request to a derived model whose base no backend has. */
    static Failure baseIsGone(String name, DerivedModel child) {
        return new Failure.NotFound(
                "model '"
                        + name
                        + "' "
                        + (child.virtual() ? "stands for" : "is derived from")
                        + " '"
                        + child.base()
                        + "', which no backend has"
                        + (child.virtual()
                                ? "; see models.virtual in the config"
                                : " any more; bring that model back, or delete this one"));
    }

    /** Returns true if a name means a model that is known. */
    boolean isKnown(String name, ModelIndex index) {
        return !candidates(name, index).isEmpty()
                || index.derived(resolve(name, index)).isPresent();
    }

    /**
     * Returns the names that a name stands for, itself among them, each with and without the tag
     * {@code :latest}: an alias and its model, a virtual or derived model and its base.
     */
    Set<String> chain(String name, ModelIndex index) {
        Set<String> names = new LinkedHashSet<>();
        String next = name;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            String tagged = ModelName.withTag(next);
            if (!names.addAll(List.of(next, tagged, ModelName.withoutLatest(tagged)))) {
                break;
            }
            String resolved = resolve(next, index);
            next = resolved.equals(tagged) ? baseOf(resolved, index) : resolved;
        }
        return names;
    }

    private String baseOf(String tagged, ModelIndex index) {
        return config.virtual().stream()
                .filter(child -> child.name().equals(tagged))
                // What it hides has the next name.
                .filter(child -> !isNamedAsBase(child))
                .findFirst()
                .or(() -> index.derived(tagged))
                .map(child -> base(child, index))
                .orElse(tagged);
    }

    private boolean isNamedAsBase(DerivedModel child) {
        return child.name().equalsIgnoreCase(baseInConfig(child));
    }

    private String baseInConfig(DerivedModel child) {
        String base = ModelName.withTag(child.base());
        return targets.getOrDefault(base, base);
    }

    /** Returns the name of a model's base with its tag, in the case of letters of its backend. */
    private String base(DerivedModel child, ModelIndex index) {
        return resolve(child.base(), index);
    }
}
